#!/bin/sh
# Says of a Slurm job what Snakemake wants to hear: running, success or failed. Asks the controller, as accounting may
# be missing; a job that it has forgotten has failed, and is done again if its manifest is not there.
state=$(scontrol --oneliner show job "${1%%;*}" 2> /dev/null | sed -n 's/.* JobState=\([A-Z_]*\).*/\1/p')
case $state in
  COMPLETED) echo success ;;
  PENDING | CONFIGURING | RUNNING | SUSPENDED | COMPLETING | REQUEUED | RESIZING | STOPPED | NODE_FAIL) echo running ;;
  *) echo failed ;;
esac
