complete -c dcm-deface -s i -l input -d 'Files or folders to read; without any, a manifest is read from standard input' -r -F
complete -c dcm-deface -l files0-from -d 'Read file names, each ended by a zero byte (find -print0), from FILE; - is standard input' -r -F
complete -c dcm-deface -l subjects -d 'Only these subjects: names of folders directly below an input' -r
complete -c dcm-deface -s o -l output -d 'Folder that all output is written below; made if it is not there' -r -F
complete -c dcm-deface -l method -d 'How the face is found' -r -f -a "both\t'By landmarks and by the average head: what both agree upon, or what one knows and the other does not contradict'
landmarks\t'By eyes, skin, symmetry and brain'
average\t'By the mean of many heads, registered with each head'
template\t'By a template of your own and its mask, registered with each head'"
complete -c dcm-deface -l template -d 'A head (NIfTI) that is registered with each head, for --method template' -r -F
complete -c dcm-deface -l mask -d 'What of the template\'s head is kept (1) and removed (0), in the template\'s space' -r -F
complete -c dcm-deface -l on-doubt -d 'What to do with a series in which the cues of the face disagree: flag it and write nothing, or remove the larger part that they allow' -r -f -a "flag\t'Flag the series and write nothing'
deep\t'Remove the larger part'"
complete -c dcm-deface -l decisions -d 'What persons decided about series that are flagged: CSV with the columns series, decision (pass, deep, eyes or leave-out), by, date and reason, and where wanted eyes and code. The page of --report makes it' -r -F
complete -c dcm-deface -l compress -d 'Compress what is written; without it, files that were compressed are written uncompressed' -r -f -a "jpegls\t'JPEG-LS lossless. Files of big-endian or 32-bit samples stay uncompressed'"
complete -c dcm-deface -l names -d 'Which names of NIfTI files are kept; others become defaced.nii.gz' -r -f -a "bids\t'Those of BIDS whose subject has a number, such as sub-01_T1w.nii.gz; others become defaced.nii.gz, for names can tell who the patient is'
all\t'All of them'"
complete -c dcm-deface -l report -d 'Write a picture of each series, before and after, and a page that lists them to DIR. They show faces' -r -F
complete -c dcm-deface -l lang -d 'The language of the page and the pictures' -r -f -a "en\t'English'
ko\t'Korean'"
complete -c dcm-deface -l key-file -d 'Read the secret key from FILE, which only you may be able to read. The same key gives the same pseudonyms; without one a random key is made for this run alone' -r -F
complete -c dcm-deface -l key-fd -d 'Read the secret key from this open file descriptor' -r
complete -c dcm-deface -l manifest -d 'Write the manifest to FILE when the run is complete, instead of to standard output' -r -F
complete -c dcm-deface -l record -d 'Write a record of the run to FILE when it is complete: version, settings, counts and times, without names of files; dcm-release makes it part of its statement' -r -F
complete -c dcm-deface -s j -l jobs -l threads -d 'Work on this many files at a time; by default as many as there are processors' -r
complete -c dcm-deface -l log-format -d 'The form of messages on standard error' -r -f -a "text\t'For people'
json\t'One JSON object a line'"
complete -c dcm-deface -l force -d 'Replace files that are already there under an output\'s name'
complete -c dcm-deface -l checksum -d 'Fill the manifest\'s column sha256; it costs more than the copy itself'
complete -c dcm-deface -l nifti -d 'Write each volume as defaced.nii.gz too, beside the mask on the same grid'
complete -c dcm-deface -l sidecars -d 'Copy the .json, .bval and .bvec beside a NIfTI file as they are, under its new name. Nothing is removed from them: look at what they say of the patient'
complete -c dcm-deface -s n -l dry-run -d 'Do everything but write files: the rows have the status `plan`'
complete -c dcm-deface -l show-paths -d 'Name the input file in each message about one, for the person at the terminal. Such names may tell who the patient is: only where messages go to a terminal'
complete -c dcm-deface -s q -l quiet -d 'Show errors only'
complete -c dcm-deface -s v -l verbose -d 'Show more; twice for everything'
complete -c dcm-deface -s h -l help -d 'Print help (see more with \'--help\')'
complete -c dcm-deface -s V -l version -d 'Print version'
