//! What damage begins with: small inputs of every kind, made here.

use std::fs;
use std::path::Path;

use dicom_common::imaging::pixels::jpeg_ls_lossless;
use dicom_common::imaging::series::PixelFormat;
use testkit::samples::{nested, slice};
use testkit::stream::{coded, jp2_box, jpeg_2000_parts};
use testkit::{Lengths, Rng, Syntax, item, text};

/// DICOM files in all encodings.
pub fn files() -> Vec<Vec<u8>> {
    let file = |(at, syntax)| {
        let private = [text(0x0009_0010, "LO", "ACME"), text(0x0009_1001, "UN", "x")];
        let step = item(0x0040_0275, vec![text(0x0040_0007, "LO", "Head")]);
        let mut file = slice(syntax, "P", at).with_all(private).with(step);
        file.lengths = if at % 2 == 0 { Lengths::Defined } else { Lengths::Undefined };
        file.bytes()
    };
    let files = Syntax::ALL.into_iter().cycle().take(2 * Syntax::ALL.len()).enumerate().map(file);
    files.chain([nested(3)]).collect()
}

/// Manifests.
pub fn manifests() -> Vec<Vec<u8>> {
    [
        "schema,source,path,bytes,sha256,scrub,scrub_code,mine\n1,A,out/a.dcm,12,,ok,,\"x, y\"\n1,B,,,,fail,E_TRUNCATED,\n",
        "schema,source,path,subject,study,series,instance,modality,deface,deface_code\n1,A,a,P,1.2,1.3,1.4,CT,flag,F_NO_FACE\n",
        "schema,source,path\n",
    ]
    .map(|text| text.as_bytes().to_vec())
    .to_vec()
}

/// Scripts of both dialects.
pub fn scripts() -> Vec<Vec<u8>> {
    vec![
        br#"<script><p t="A">1</p><e en="T" t="00080020" n="StudyDate">@hashdate(this,PatientID)</e>
<e en="T" t="00080070" n="M">@contents(this,"(A|B)+","$1")@truncate(Modality,-1)</e>
<e en="T" t="00100010" n="N">@if(Rows,greaterthan,3){@initials(this)}{@hash(this)}</e>
<e en="T" t="0009[ACME]02" n="x">@process()</e><r en="T" t="curves">x</r></script>"#
            .to_vec(),
        fs::read(fixtures().join("example.script")).unwrap_or_default(),
    ]
}

/// Tables of a site.
pub fn policies() -> Vec<Vec<u8>> {
    vec![fs::read(fixtures().join("site-policy.csv")).unwrap_or_default()]
}

/// Rules for pixels.
pub fn pixel_rules() -> Vec<Vec<u8>> {
    [
        "ACME ultrasound\n { Modality.equals(\"US\") * Manufacturer.containsIgnoreCase(\"ACME\")\n * ( SoftwareVersions.startsWith(\"2\") + !Rows.isLessThan(\"3\") ) }\n (0,0,1024,60) (0,-30,400,30)\n",
        "{ [0008,0060].matches(\"(U|C)+S\") + 00082218::00080104.isblank() } (1,2,3,4)",
    ]
    .map(|text| text.as_bytes().to_vec())
    .to_vec()
}

/// Streams of a codec, behind rows, columns and bits as [`crate::targets`] reads them.
pub fn streams(syntax: &str) -> Vec<Vec<u8>> {
    let of = |side: u8, bits: u8, stream: &[u8]| [&[side, side, bits], stream].concat();
    let made = coded();
    let made = made.iter().filter(|coded| coded.syntax == syntax);
    let mut seeds: Vec<_> =
        made.map(|coded| of(8, u8::try_from(coded.bits).unwrap_or(16), &coded.stream)).collect();
    match syntax {
        "1.2.840.10008.1.2.4.80" => {
            let format = PixelFormat {
                allocated: 16,
                stored: 16,
                high_bit: 15,
                signed: true,
                big_endian: false,
                inverted: false,
            };
            let noise = Rng::new(1).bytes(2 * 32 * 32);
            let encoded = jpeg_ls_lossless(&noise, 32, 32, &format).unwrap_or_default();
            seeds.push(of(32, 16, &encoded));
        }
        "1.2.840.10008.1.2.4.90" => {
            let stream = jpeg_2000_parts(&[]).concat();
            let signature = jp2_box(b"jP  ", b"\r\n\x87\n");
            seeds.push(of(8, 8, &[signature, jp2_box(b"jp2c", &stream)].concat()));
        }
        _ => {}
    }
    seeds
}

/// NIfTI files.
pub fn nifti() -> Vec<Vec<u8>> {
    let packed = fs::read(fixtures().join("nnunet/case_0000.nii.gz")).unwrap_or_default();
    // sizeof_hdr, dim, datatype, bitpix, pixdim, vox_offset, magic.
    let mut plain = vec![0u8; 352];
    let mut put = |at: usize, bytes: &[u8]| {
        if let Some(place) = plain.get_mut(at..at + bytes.len()) {
            place.copy_from_slice(bytes);
        }
    };
    put(0, &348i32.to_le_bytes());
    put(40, &[3i16, 4, 4, 4, 1, 1, 1, 1].map(i16::to_le_bytes).concat());
    put(70, &[4i16, 16].map(i16::to_le_bytes).concat());
    put(76, &[1f32; 8].map(f32::to_le_bytes).concat());
    put(108, &352f32.to_le_bytes());
    put(252, &1i16.to_le_bytes());
    put(344, b"n+1\0");
    plain.extend(Rng::new(2).bytes(2 * 64));
    vec![plain, packed]
}

/// Checkpoints of networks.
pub fn checkpoints() -> Vec<Vec<u8>> {
    vec![fs::read(model().join("fold_0/checkpoint_final.pth")).unwrap_or_default()]
}

/// Link files.
pub fn links() -> Vec<Vec<u8>> {
    vec![b"source,kind,original,new\nA,patient,Doe^Jane,PXYZ\nA,uid,1.2.3,2.25.77\n".to_vec()]
}

/// The model of the fixtures.
pub fn model() -> std::path::PathBuf {
    fixtures().join("nnunet/nnUNetTrainer__nnUNetResEncUNetPlans__3d_fullres")
}

fn fixtures() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures")
}
