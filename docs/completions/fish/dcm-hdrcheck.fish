complete -c dcm-hdrcheck -s i -l input -d 'Files or folders to read; without any, a manifest is read from standard input' -r -F
complete -c dcm-hdrcheck -l files0-from -d 'Read file names, each ended by a zero byte (find -print0), from FILE; - is standard input' -r -F
complete -c dcm-hdrcheck -l subjects -d 'Only these subjects: names of folders directly below an input' -r
complete -c dcm-hdrcheck -l level -d 'How much is removed: low keeps demographics and intervals between dates, high keeps nothing that links' -r -f -a "low\t'Identifiers become keyed hashes, dates shift, demographics stay'
high\t'Nothing that links survives'"
complete -c dcm-hdrcheck -l profile -d 'Instead of a level, a profile of DICOM PS3.15, with any of its options' -r -f -a "basic\t'Basic Application Level Confidentiality Profile'"
complete -c dcm-hdrcheck -l option -d 'Options of the profile, repeated or separated by commas; with a level, they say more than the level does. `low` and `high` are older names of --level low and --level high' -r -f -a "clean-pixel-data\t'No identifying text in the pixels (E.3.1)'
clean-recognizable-visual-features\t'No face in the pixels (E.3.2)'
clean-graphics\t'Annotations, curves and regions of interest stay, their text cleaned (E.3.3)'
clean-structured-content\t'Trees of content items stay, cleaned item by item (E.3.4)'
clean-descriptors\t'Descriptions and comments stay, cleaned (E.3.5)'
retain-long-full-dates\t'Dates and times stay as they are (E.3.6)'
retain-long-modified-dates\t'Dates move by the patient\'s number of days; intervals stay (E.3.6)'
retain-patient-characteristics\t'Age, sex, size, weight and the like stay (E.3.7)'
retain-device-identity\t'What names the device stays (E.3.8)'
retain-uids\t'UIDs stay (E.3.9)'
retain-safe-private\t'Private elements that are known to be safe stay (E.3.10)'
retain-institution-identity\t'What names the institution stays (E.3.11)'
low\t'The same as --level'
high\t'The same as --level'"
complete -c dcm-hdrcheck -l safe-private -d 'What retain-safe-private retains besides the private elements that the standard lists: `ctp`, those that CTP\'s dictionary marks as safe; `converters`, those that converters to NIfTI need, with numbers and terms that are checked; FILE.csv, a table of one\'s own with the columns group, element, creator, vr, meaning and, if wanted, values. Repeat it for several. With a level, `converters` and FILE.csv alone are retained [default: standard]' -r
complete -c dcm-hdrcheck -l keep -d 'An attribute that stays as it is, whatever the level or the profile says: its keyword, or its tag as (0010,1010) or 00101010. Repeat it for several. The checker needs the same flag' -r
complete -c dcm-hdrcheck -l remove -d 'An attribute that goes, or is emptied where the object must have it. Repeat it for several' -r
complete -c dcm-hdrcheck -l criteria -d 'By what to judge' -r -f -a "strict\t'Every element, without tolerance'
reference\t'The rules of the earlier verification tool, for comparisons: 64 attributes at the root, 15 % tolerance. Files that carry names can pass'"
complete -c dcm-hdrcheck -l policy -d 'A table of attributes (.xlsx or .csv) that replaces the built-in fields of the level' -r -F
complete -c dcm-hdrcheck -l allow -d 'Values that are harmless at this site though they look like a name, an address or a number of a person, one a line: exactly these are accepted. Reports list them with their lines' -r -F
complete -c dcm-hdrcheck -l link -d 'The link file of dcm-scrub: its original values must not occur, and pseudonyms must be those that it names' -r -F
complete -c dcm-hdrcheck -l link-identity -l identity -d 'Open the encrypted link file with the secret keys in FILE, as age-keygen writes it, which only you may be able to read' -r -F
complete -c dcm-hdrcheck -l link-passphrase-file -l passphrase-file -d 'Open the encrypted link file with the passphrase in FILE: one line, which only you may be able to read' -r -F
complete -c dcm-hdrcheck -l against -d 'The original files: their names, identifiers and UIDs must not occur. With --link, every date must be moved by its patient\'s number of days' -r -F
complete -c dcm-hdrcheck -l report -d 'Write a workbook' -r -F
complete -c dcm-hdrcheck -l findings -d 'Write every finding as a row of CSV; with --criteria reference every judged attribute' -r -F
complete -c dcm-hdrcheck -l summary -d 'Write the verdict on every file as a row of CSV' -r -F
complete -c dcm-hdrcheck -l lang -d 'The language of the workbook' -r -f -a "en\t'English'
ko\t'Korean'"
complete -c dcm-hdrcheck -l key-file -d 'Read the secret key from FILE, which only you may be able to read. The same key gives the same pseudonyms; without one a random key is made for this run alone' -r -F
complete -c dcm-hdrcheck -l key-fd -d 'Read the secret key from this open file descriptor' -r
complete -c dcm-hdrcheck -l manifest -d 'Write the manifest to FILE when the run is complete, instead of to standard output' -r -F
complete -c dcm-hdrcheck -l record -d 'Write a record of the run to FILE when it is complete: version, settings, counts and times, without names of files; dcm-release makes it part of its statement' -r -F
complete -c dcm-hdrcheck -s j -l jobs -l threads -d 'Work on this many files at a time; by default as many as there are processors' -r
complete -c dcm-hdrcheck -l log-format -d 'The form of messages on standard error' -r -f -a "text\t'For people'
json\t'One JSON object a line'"
complete -c dcm-hdrcheck -l show-values -d 'Show values, and names of input files, in what is written to these files'
complete -c dcm-hdrcheck -l show-paths -d 'Name the input file in each message about one, for the person at the terminal. Such names may tell who the patient is: only where messages go to a terminal'
complete -c dcm-hdrcheck -s q -l quiet -d 'Show errors only'
complete -c dcm-hdrcheck -s v -l verbose -d 'Show more; twice for everything'
complete -c dcm-hdrcheck -s h -l help -d 'Print help (see more with \'--help\')'
complete -c dcm-hdrcheck -s V -l version -d 'Print version'
