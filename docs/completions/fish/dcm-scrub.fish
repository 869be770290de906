# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_dcm_scrub_global_optspecs
    string join \n i/input= files0-from= subjects= o/output= force checksum level= profile= option= safe-private= keep= remove= policy= script= dialect= lookup= param= integers= words= pixel-rules= blackout= find-text blank-text allow-text= accept-burned-in key-file= key-fd= subjects-map= link= link-recipient= link-passphrase-file= n/dry-run manifest= record= j/jobs= show-paths q/quiet v/verbose log-format= compat= site-id= project= uid-root= h/help V/version
end

function __fish_dcm_scrub_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_dcm_scrub_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_dcm_scrub_using_subcommand
    set -l cmd (__fish_dcm_scrub_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c dcm-scrub -n "not __fish_seen_subcommand_from relink policy" -s i -l input -d 'Files or folders to read; without any, a manifest is read from standard input' -r -F
complete -c dcm-scrub -n "not __fish_seen_subcommand_from relink policy" -l files0-from -d 'Read file names, each ended by a zero byte (find -print0), from FILE; - is standard input' -r -F
complete -c dcm-scrub -n "not __fish_seen_subcommand_from relink policy" -l subjects -d 'Only these subjects: names of folders directly below an input' -r
complete -c dcm-scrub -n "not __fish_seen_subcommand_from relink policy" -s o -l output -d 'Folder that all output is written below; made if it is not there' -r -F
complete -c dcm-scrub -n "not __fish_seen_subcommand_from relink policy" -l level -d 'How much is removed: low keeps demographics and intervals between dates, high keeps nothing that links' -r -f -a "low\t'Identifiers become keyed hashes, dates shift, demographics stay'
high\t'Nothing that links survives'"
complete -c dcm-scrub -n "not __fish_seen_subcommand_from relink policy" -l profile -d 'Instead of a level, a profile of DICOM PS3.15, with any of its options' -r -f -a "basic\t'Basic Application Level Confidentiality Profile'"
complete -c dcm-scrub -n "not __fish_seen_subcommand_from relink policy" -l option -d 'Options of the profile, repeated or separated by commas; with a level, they say more than the level does. `low` and `high` are older names of --level low and --level high' -r -f -a "clean-pixel-data\t'No identifying text in the pixels (E.3.1)'
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
complete -c dcm-scrub -n "not __fish_seen_subcommand_from relink policy" -l safe-private -d 'What retain-safe-private retains besides the private elements that the standard lists: `ctp`, those that CTP\'s dictionary marks as safe; `converters`, those that converters to NIfTI need, with numbers and terms that are checked; FILE.csv, a table of one\'s own with the columns group, element, creator, vr, meaning and, if wanted, values. Repeat it for several. With a level, `converters` and FILE.csv alone are retained [default: standard]' -r
complete -c dcm-scrub -n "not __fish_seen_subcommand_from relink policy" -l keep -d 'An attribute that stays as it is, whatever the level or the profile says: its keyword, or its tag as (0010,1010) or 00101010. Repeat it for several. The checker needs the same flag' -r
complete -c dcm-scrub -n "not __fish_seen_subcommand_from relink policy" -l remove -d 'An attribute that goes, or is emptied where the object must have it. Repeat it for several' -r
complete -c dcm-scrub -n "not __fish_seen_subcommand_from relink policy" -l policy -d 'A table of attributes (.xlsx or .csv) that replaces the built-in fields of the level' -r -F
complete -c dcm-scrub -n "not __fish_seen_subcommand_from relink policy" -l script -d 'An anonymization script of the RSNA anonymizer or of CTP, instead of a level or a profile' -r -F
complete -c dcm-scrub -n "not __fish_seen_subcommand_from relink policy" -l dialect -d 'Whose script it is; needed where the script holds nothing that tells' -r -f -a "rsna\t'The RSNA anonymizer (Python)'
ctp\t'CTP, the Clinical Trial Processor (Java)'"
complete -c dcm-scrub -n "not __fish_seen_subcommand_from relink policy" -l lookup -d 'The lookup table of a CTP script: a properties file with lines `type/value = replacement`' -r -F
complete -c dcm-scrub -n "not __fish_seen_subcommand_from relink policy" -l param -d 'The value of a parameter of a CTP script, instead of the script\'s own <p>' -r
complete -c dcm-scrub -n "not __fish_seen_subcommand_from relink policy" -l integers -d 'The numbers that @integer of a CTP script has given: read, and added to (mode 0600). Holds originals' -r -F
complete -c dcm-scrub -n "not __fish_seen_subcommand_from relink policy" -l words -d 'Words that may stay in cleaned text, besides the built-in ones: one on each line, or a dictionary of Hunspell (.dic). Can be given several times' -r -F
complete -c dcm-scrub -n "not __fish_seen_subcommand_from relink policy" -l pixel-rules -d 'Blank the regions of the rules that fit an image: a script of CTP\'s DicomPixelAnonymizer, or `public` for its 52 public rules, which are built in' -r
complete -c dcm-scrub -n "not __fish_seen_subcommand_from relink policy" -l blackout -d 'Blank this rectangle in every image: columns from the left, rows from the top, columns and rows. A negative place counts from the right or the lower edge' -r
complete -c dcm-scrub -n "not __fish_seen_subcommand_from relink policy" -l allow-text -d 'More words that may stay; @FILE for a file of them' -r
complete -c dcm-scrub -n "not __fish_seen_subcommand_from relink policy" -l key-file -d 'Read the secret key from FILE, which only you may be able to read. The same key gives the same pseudonyms; without one a random key is made for this run alone' -r -F
complete -c dcm-scrub -n "not __fish_seen_subcommand_from relink policy" -l key-fd -d 'Read the secret key from this open file descriptor' -r
complete -c dcm-scrub -n "not __fish_seen_subcommand_from relink policy" -l subjects-map -d 'Name patients by a table of your own: CSV with the columns id (as it stands in Patient ID), new id, and days, by which dates move (-100: back by a hundred). Folders, Patient ID and dates follow it; a file of another patient fails. The table leads back to the patients: guard it like the link file' -r -F
complete -c dcm-scrub -n "not __fish_seen_subcommand_from relink policy" -l link -d 'Write original paths, identifiers and names with their pseudonyms to FILE (mode 0600), which appears when it is whole. It shows patient data: encrypt it with one of the next flags' -r -F
complete -c dcm-scrub -n "not __fish_seen_subcommand_from relink policy" -l link-recipient -d 'Encrypt the link file to this public key of age (age1...), or to all in this file, one a line. Repeat it for more people; each of them can open the file alone' -r
complete -c dcm-scrub -n "not __fish_seen_subcommand_from relink policy" -l link-passphrase-file -d 'Encrypt the link file to the passphrase in FILE: one line, which only you may be able to read' -r -F
complete -c dcm-scrub -n "not __fish_seen_subcommand_from relink policy" -l manifest -d 'Write the manifest to FILE when the run is complete, instead of to standard output' -r -F
complete -c dcm-scrub -n "not __fish_seen_subcommand_from relink policy" -l record -d 'Write a record of the run to FILE when it is complete: version, settings, counts and times, without names of files; dcm-release makes it part of its statement' -r -F
complete -c dcm-scrub -n "not __fish_seen_subcommand_from relink policy" -s j -l jobs -l threads -d 'Work on this many files at a time; by default as many as there are processors' -r
complete -c dcm-scrub -n "not __fish_seen_subcommand_from relink policy" -l log-format -d 'The form of messages on standard error' -r -f -a "text\t'For people'
json\t'One JSON object a line'"
complete -c dcm-scrub -n "not __fish_seen_subcommand_from relink policy" -l compat -d 'Do exactly what another program does with the script, its defects included. Such output is not safe to share' -r -f -a "rsna\t'RSNA anonymizer 19.0.10'"
complete -c dcm-scrub -n "not __fish_seen_subcommand_from relink policy" -l site-id -d 'The other program\'s site id' -r
complete -c dcm-scrub -n "not __fish_seen_subcommand_from relink policy" -l project -d 'The other program\'s project name' -r
complete -c dcm-scrub -n "not __fish_seen_subcommand_from relink policy" -l uid-root -d 'The other program\'s root for new UIDs' -r
complete -c dcm-scrub -n "not __fish_seen_subcommand_from relink policy" -l force -d 'Replace files that are already there under an output\'s name'
complete -c dcm-scrub -n "not __fish_seen_subcommand_from relink policy" -l checksum -d 'Fill the manifest\'s column sha256; it costs more than the copy itself'
complete -c dcm-scrub -n "not __fish_seen_subcommand_from relink policy" -l find-text -d 'Look for text in the pixels of every image. Without it only ultrasound, screen captures, renderings and the like are looked at, where their headers say that there is no text'
complete -c dcm-scrub -n "not __fish_seen_subcommand_from relink policy" -l blank-text -d 'Read the text in such images (with --find-text in all) and blank it, but for words that say nothing of a person: L, R, kVp, mm and the like. Needs a build with the feature `ocr`'
complete -c dcm-scrub -n "not __fish_seen_subcommand_from relink policy" -l accept-burned-in -d 'Write images that may show text as they are: somebody has looked at them'
complete -c dcm-scrub -n "not __fish_seen_subcommand_from relink policy" -s n -l dry-run -d 'Do everything but write files: the rows have the status `plan`'
complete -c dcm-scrub -n "not __fish_seen_subcommand_from relink policy" -l show-paths -d 'Name the input file in each message about one, for the person at the terminal. Such names may tell who the patient is: only where messages go to a terminal'
complete -c dcm-scrub -n "not __fish_seen_subcommand_from relink policy" -s q -l quiet -d 'Show errors only'
complete -c dcm-scrub -n "not __fish_seen_subcommand_from relink policy" -s v -l verbose -d 'Show more; twice for everything'
complete -c dcm-scrub -n "not __fish_seen_subcommand_from relink policy" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c dcm-scrub -n "not __fish_seen_subcommand_from relink policy" -s V -l version -d 'Print version'
complete -c dcm-scrub -n "not __fish_seen_subcommand_from relink policy" -a "relink" -d 'Turn pseudonyms back into originals'
complete -c dcm-scrub -n "not __fish_seen_subcommand_from relink policy" -a "policy" -d 'Print what is done with each attribute'
complete -c dcm-scrub -n "__fish_dcm_scrub_using_subcommand relink" -l link -d 'The link file of dcm-scrub, plain or encrypted' -r -F
complete -c dcm-scrub -n "__fish_dcm_scrub_using_subcommand relink" -l link-identity -l identity -d 'Open the encrypted link file with the secret keys in FILE, as age-keygen writes it, which only you may be able to read' -r -F
complete -c dcm-scrub -n "__fish_dcm_scrub_using_subcommand relink" -l link-passphrase-file -l passphrase-file -d 'Open the encrypted link file with the passphrase in FILE: one line, which only you may be able to read' -r -F
complete -c dcm-scrub -n "__fish_dcm_scrub_using_subcommand relink" -s i -l input -d 'Read the manifest, or the list, from FILE; - is standard input, as without this flag' -r -F
complete -c dcm-scrub -n "__fish_dcm_scrub_using_subcommand relink" -s o -l output -d 'Write the table to FILE (mode 0600), which appears when it is whole, instead of to standard output' -r -F
complete -c dcm-scrub -n "__fish_dcm_scrub_using_subcommand relink" -l uid-map -d 'Instead of answering, write every UID that was changed to FILE (mode 0600): a table with the columns id_old and id_new, as the validation script of the MIDI challenge reads it' -r -F
complete -c dcm-scrub -n "__fish_dcm_scrub_using_subcommand relink" -l patient-map -d 'The same for patient IDs' -r -F
complete -c dcm-scrub -n "__fish_dcm_scrub_using_subcommand relink" -l log-format -d 'The form of messages on standard error' -r -f -a "text\t'For people'
json\t'One JSON object a line'"
complete -c dcm-scrub -n "__fish_dcm_scrub_using_subcommand relink" -l force -d 'Replace the tables that are already there'
complete -c dcm-scrub -n "__fish_dcm_scrub_using_subcommand relink" -s q -l quiet -d 'Show errors only'
complete -c dcm-scrub -n "__fish_dcm_scrub_using_subcommand relink" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c dcm-scrub -n "__fish_dcm_scrub_using_subcommand policy" -l level -d 'How much is removed: low keeps demographics and intervals between dates, high keeps nothing that links' -r -f -a "low\t'Identifiers become keyed hashes, dates shift, demographics stay'
high\t'Nothing that links survives'"
complete -c dcm-scrub -n "__fish_dcm_scrub_using_subcommand policy" -l profile -d 'Instead of a level, a profile of DICOM PS3.15, with any of its options' -r -f -a "basic\t'Basic Application Level Confidentiality Profile'"
complete -c dcm-scrub -n "__fish_dcm_scrub_using_subcommand policy" -l option -d 'Options of the profile, repeated or separated by commas; with a level, they say more than the level does. `low` and `high` are older names of --level low and --level high' -r -f -a "clean-pixel-data\t'No identifying text in the pixels (E.3.1)'
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
complete -c dcm-scrub -n "__fish_dcm_scrub_using_subcommand policy" -l safe-private -d 'What retain-safe-private retains besides the private elements that the standard lists: `ctp`, those that CTP\'s dictionary marks as safe; `converters`, those that converters to NIfTI need, with numbers and terms that are checked; FILE.csv, a table of one\'s own with the columns group, element, creator, vr, meaning and, if wanted, values. Repeat it for several. With a level, `converters` and FILE.csv alone are retained [default: standard]' -r
complete -c dcm-scrub -n "__fish_dcm_scrub_using_subcommand policy" -l keep -d 'An attribute that stays as it is, whatever the level or the profile says: its keyword, or its tag as (0010,1010) or 00101010. Repeat it for several. The checker needs the same flag' -r
complete -c dcm-scrub -n "__fish_dcm_scrub_using_subcommand policy" -l remove -d 'An attribute that goes, or is emptied where the object must have it. Repeat it for several' -r
complete -c dcm-scrub -n "__fish_dcm_scrub_using_subcommand policy" -l policy -d 'A table of attributes (.xlsx or .csv) that replaces the built-in fields of the level' -r -F
complete -c dcm-scrub -n "__fish_dcm_scrub_using_subcommand policy" -s h -l help -d 'Print help (see more with \'--help\')'
