# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_dcm_release_global_optspecs
    string join \n i/input= o/output= evidence= transfer= partial without= k= decisions= by= organisation= purpose= date= evidence-file= run-record= sign-key= lang= manifest= record= j/jobs= show-paths q/quiet v/verbose log-format= h/help V/version
end

function __fish_dcm_release_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_dcm_release_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_dcm_release_using_subcommand
    set -l cmd (__fish_dcm_release_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c dcm-release -n "not __fish_seen_subcommand_from verify" -s i -l input -d 'The manifest of dcm-facecheck; without it, it is read from standard input' -r -F
complete -c dcm-release -n "not __fish_seen_subcommand_from verify" -s o -l output -d 'The folder to share; nothing else may be in it. Made if it is not there' -r -F
complete -c dcm-release -n "not __fish_seen_subcommand_from verify" -l evidence -d 'The folder for the statement and what belongs to it. It is for the giver, not for sharing' -r -F
complete -c dcm-release -n "not __fish_seen_subcommand_from verify" -l transfer -d 'How files come into the folder to share' -r -f -a "clone\t'As a copy that shares its blocks on the disk until one of the two is changed, where the file system can do that (Btrfs, XFS); elsewhere as a copy'
copy\t'As a copy of its own'
link\t'As a second name of the same file: takes no time and no space, but whoever changes the file in the working folder changes what is shared'"
complete -c dcm-release -n "not __fish_seen_subcommand_from verify" -l without -d 'State that a stage was left out on purpose, repeated or separated by commas. The statement says so' -r -f -a "deface\t'Faces were not removed'
hdrcheck\t'Headers were not checked'
facecheck\t'Nobody checked that faces are gone'"
complete -c dcm-release -n "not __fish_seen_subcommand_from verify" -l k -d 'Refuse to release anything if a combination of age, sex, modality, scanner model and year belongs to fewer than N people' -r
complete -c dcm-release -n "not __fish_seen_subcommand_from verify" -l decisions -d 'What persons decided, the table of dcm-deface --decisions: CSV with the columns series, decision, by, date and reason, and where wanted code and eyes. `pass` with a code lets a series pass that dcm-hdrcheck or dcm-facecheck flagged with it; `leave-out` holds a series back. What earlier tools noted of decisions in the rows is stated without it' -r -F
complete -c dcm-release -n "not __fish_seen_subcommand_from verify" -l by -d 'Who releases the data' -r
complete -c dcm-release -n "not __fish_seen_subcommand_from verify" -l organisation -d 'For which organisation' -r
complete -c dcm-release -n "not __fish_seen_subcommand_from verify" -l purpose -d 'What the data are released for' -r
complete -c dcm-release -n "not __fish_seen_subcommand_from verify" -l date -d 'The day of the release, YYYY-MM-DD. No clock is read: the same run gives the same bytes' -r
complete -c dcm-release -n "not __fish_seen_subcommand_from verify" -l evidence-file -d 'A report or another file that belongs to the evidence, repeated: it is copied into the folder of the evidence, and its hash is part of the statement' -r -F
complete -c dcm-release -n "not __fish_seen_subcommand_from verify" -l run-record -d 'What a tool recorded of its run (--record), repeated: settings, version, counts and times become part of the statement' -r -F
complete -c dcm-release -n "not __fish_seen_subcommand_from verify" -l sign-key -d 'Sign the statement with this Ed25519 key (PEM, PKCS #8), which only you may be able to read' -r -F
complete -c dcm-release -n "not __fish_seen_subcommand_from verify" -l lang -d 'The language of the page' -r -f -a "en\t'English'
ko\t'Korean'"
complete -c dcm-release -n "not __fish_seen_subcommand_from verify" -l manifest -d 'Write the manifest to FILE when the run is complete, instead of to standard output' -r -F
complete -c dcm-release -n "not __fish_seen_subcommand_from verify" -l record -d 'Write a record of the run to FILE when it is complete: version, settings, counts and times, without names of files; dcm-release makes it part of its statement' -r -F
complete -c dcm-release -n "not __fish_seen_subcommand_from verify" -s j -l jobs -l threads -d 'Work on this many files at a time; by default as many as there are processors' -r
complete -c dcm-release -n "not __fish_seen_subcommand_from verify" -l log-format -d 'The form of messages on standard error' -r -f -a "text\t'For people'
json\t'One JSON object a line'"
complete -c dcm-release -n "not __fish_seen_subcommand_from verify" -l partial -d 'Release the accepted files of a series of which others were not accepted'
complete -c dcm-release -n "not __fish_seen_subcommand_from verify" -l show-paths -d 'Name the input file in each message about one, for the person at the terminal. Such names may tell who the patient is: only where messages go to a terminal'
complete -c dcm-release -n "not __fish_seen_subcommand_from verify" -s q -l quiet -d 'Show errors only'
complete -c dcm-release -n "not __fish_seen_subcommand_from verify" -s v -l verbose -d 'Show more; twice for everything'
complete -c dcm-release -n "not __fish_seen_subcommand_from verify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c dcm-release -n "not __fish_seen_subcommand_from verify" -s V -l version -d 'Print version'
complete -c dcm-release -n "not __fish_seen_subcommand_from verify" -a "verify" -d 'Check a folder that was handed over against its statement'
complete -c dcm-release -n "__fish_dcm_release_using_subcommand verify" -l public-key -d 'The public key of the one who signed (PEM). Without it, a signature says that nothing was changed since it was made, not who made it' -r -F
complete -c dcm-release -n "__fish_dcm_release_using_subcommand verify" -s j -l jobs -l threads -d 'Read this many files at a time; by default as many as there are processors' -r
complete -c dcm-release -n "__fish_dcm_release_using_subcommand verify" -l without-evidence -d 'Only the folder and the statement: the one who received them does not have the rest of the evidence'
complete -c dcm-release -n "__fish_dcm_release_using_subcommand verify" -s q -l quiet -d 'Show errors only'
complete -c dcm-release -n "__fish_dcm_release_using_subcommand verify" -s h -l help -d 'Print help (see more with \'--help\')'
