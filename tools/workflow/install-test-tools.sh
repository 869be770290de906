#!/bin/sh
# Installs what the tests of the workflow, of packages and of the PACS gateway need, on Debian and as root: Slurm, munge,
# dcmtk, Orthanc and shellcheck; and Snakemake into a virtual environment in FOLDER (target/snakemake). No service is started.
#
#   tools/workflow/install-test-tools.sh [FOLDER]
set -eu
here=$(cd "$(dirname "$0")" && pwd -P)
folder=${1:-$here/../../target/snakemake}
# Services of packages stay as they are: the tests have their own.
policy=/usr/sbin/policy-rc.d
[ -e $policy ] || { printf '#!/bin/sh\nexit 101\n' > $policy && chmod 755 $policy && trap 'rm -f $policy' EXIT; }
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends \
  slurm-wlm munge dcmtk orthanc orthanc-dicomweb shellcheck curl python3-venv > /dev/null
[ -x "$folder/bin/snakemake" ] || python3 -m venv "$folder"
"$folder/bin/pip" install -q -r "$here/snakemake/requirements.txt"
