//! Tells tests and examples where libtorch lies: torch-sys says so to build scripts of crates that
//! depend on it, but not to the final linker.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    if let Some(folder) = std::env::var_os("DEP_TCH_LIBTORCH_LIB") {
        println!("cargo:rustc-link-arg=-Wl,-rpath,{}", folder.to_string_lossy());
        // No symbol of it is named, so a linker that drops what is not needed would drop the GPUs.
        if std::path::Path::new(&folder).join("libtorch_cuda.so").is_file() {
            let folder = folder.to_string_lossy();
            println!("cargo:rustc-link-arg=-Wl,--no-as-needed,-L{folder},-ltorch_cuda,--as-needed");
        }
    }
}
