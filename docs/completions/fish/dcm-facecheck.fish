complete -c dcm-facecheck -s d -l defaced -d 'Defaced files or folders of them; without any, a manifest is read from standard input' -r -F
complete -c dcm-facecheck -l raw -d 'The files before defacing, or folders of them. A manifest names those that dcm-scrub wrote; all others are found by their UIDs, or by place and pixels' -r -F
complete -c dcm-facecheck -l no-originals -d 'Files or folders to be judged by themselves: is there a face in here? What cannot be told is flagged' -r -F
complete -c dcm-facecheck -l subjects -d 'Only these subjects: names of folders directly below --defaced' -r
complete -c dcm-facecheck -l criteria -d 'By what to judge' -r -f -a "default\t'Integrity, coverage, recognisability and utility'
reference\t'The four numbers of the earlier verification tool, for comparisons'"
complete -c dcm-facecheck -l decisions -d 'What persons decided about series, the table of dcm-deface --decisions: a series that they let pass uncut does not fail for that, and its rows say who decided' -r -F
complete -c dcm-facecheck -l model -d 'The folder with the models Dataset803_… (anatomical foreground) and Dataset804_… (defaced areas); without it, geometry says where a face is' -r -F
complete -c dcm-facecheck -l step -d 'How far patches lie apart, as a part of their size: 0.7 if nothing is said' -r
complete -c dcm-facecheck -l gpu -d 'Compute on this GPU, with a libtorch that knows CUDA' -r
complete -c dcm-facecheck -l save-predictions -d 'Store what the networks predict as SERIES_removed.nii.gz and SERIES_foreground.nii.gz' -r -F
complete -c dcm-facecheck -l report -d 'Write a workbook' -r -F
complete -c dcm-facecheck -l page -d 'Write the same as a page that needs nothing else' -r -F
complete -c dcm-facecheck -l lang -d 'The language of both' -r -f -a "en\t'English'
ko\t'Korean'"
complete -c dcm-facecheck -l key-file -d 'Read the secret key from FILE, which only you may be able to read. The same key gives the same pseudonyms; without one a random key is made for this run alone' -r -F
complete -c dcm-facecheck -l key-fd -d 'Read the secret key from this open file descriptor' -r
complete -c dcm-facecheck -l manifest -d 'Write the manifest to FILE when the run is complete, instead of to standard output' -r -F
complete -c dcm-facecheck -l record -d 'Write a record of the run to FILE when it is complete: version, settings, counts and times, without names of files; dcm-release makes it part of its statement' -r -F
complete -c dcm-facecheck -s j -l jobs -l threads -d 'Work on this many files at a time; by default as many as there are processors' -r
complete -c dcm-facecheck -l log-format -d 'The form of messages on standard error' -r -f -a "text\t'For people'
json\t'One JSON object a line'"
complete -c dcm-facecheck -l attack -d 'Attack what is left: complete the cut with an average face, and ask the recogniser again'
complete -c dcm-facecheck -l describe -d 'Say what the two models are (patch, spacing, reader, normalisation, network, folds, mirroring) and whether all of it is supported, and do nothing else'
complete -c dcm-facecheck -l no-mirroring -d 'Look at patches in one orientation only: up to 8 times faster, other results'
complete -c dcm-facecheck -l bf16 -d 'Compute in bfloat16: faster where the processor knows it, other results'
complete -c dcm-facecheck -l show-paths -d 'Name the input file in each message about one, for the person at the terminal. Such names may tell who the patient is: only where messages go to a terminal'
complete -c dcm-facecheck -s q -l quiet -d 'Show errors only'
complete -c dcm-facecheck -s v -l verbose -d 'Show more; twice for everything'
complete -c dcm-facecheck -s h -l help -d 'Print help (see more with \'--help\')'
complete -c dcm-facecheck -s V -l version -d 'Print version'
