complete -c dcm-scrub -s i -l input -d 'Files or folders to read; without it, a manifest is read from standard input' -r -F
complete -c dcm-scrub -l files0-from -d 'Read file names, each ended by a zero byte (find -print0), from FILE; - is standard input' -r -F
complete -c dcm-scrub -l subjects -d 'Only these subjects: names of folders directly below an input' -r
complete -c dcm-scrub -s o -l output -d 'Folder that all output is written below; made if it is not there' -r -F
complete -c dcm-scrub -l level -l option -d 'How much is removed: low keeps demographics and intervals between dates, high keeps nothing that links' -r -f -a "low\t'Identifiers become keyed hashes, dates shift, demographics stay'
high\t'Nothing that links survives'"
complete -c dcm-scrub -l policy -d 'A table of attributes (.xlsx or .csv) that replaces the built-in fields of the level' -r -F
complete -c dcm-scrub -l script -d 'An anonymization script in the dialect of the RSNA anonymizer, instead of a level' -r -F
complete -c dcm-scrub -l key-file -d 'Read the secret key from FILE, which only you may be able to read. The same key gives the same pseudonyms; without one a random key is made for this run alone' -r -F
complete -c dcm-scrub -l key-fd -d 'Read the secret key from this open file descriptor' -r
complete -c dcm-scrub -l link -d 'Write original paths, identifiers and names with their pseudonyms to FILE (mode 0600)' -r -F
complete -c dcm-scrub -l manifest -d 'Write the manifest to FILE when the run is complete, instead of to standard output' -r -F
complete -c dcm-scrub -s j -l jobs -l threads -d 'Work on this many files at a time; by default as many as there are processors' -r
complete -c dcm-scrub -l log-format -d 'The form of messages on standard error' -r -f -a "text\t'For people'
json\t'One JSON object a line'"
complete -c dcm-scrub -l compat -d 'Do exactly what another program does with the script, its defects included. Such output is not safe to share' -r -f -a "rsna\t'RSNA anonymizer 19.0.10'"
complete -c dcm-scrub -l site-id -d 'The other program\'s site id' -r
complete -c dcm-scrub -l project -d 'The other program\'s project name' -r
complete -c dcm-scrub -l uid-root -d 'The other program\'s root for new UIDs' -r
complete -c dcm-scrub -l force -d 'Replace files that are already there under an output\'s name'
complete -c dcm-scrub -l checksum -d 'Fill the manifest\'s column sha256; it costs more than the copy itself'
complete -c dcm-scrub -s n -l dry-run -d 'Do everything but write files: the rows have the status `plan`'
complete -c dcm-scrub -s q -l quiet -d 'Show errors only'
complete -c dcm-scrub -s v -l verbose -d 'Show more; twice for everything'
complete -c dcm-scrub -s h -l help -d 'Print help (see more with \'--help\')'
complete -c dcm-scrub -s V -l version -d 'Print version'
