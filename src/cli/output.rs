//! Writing a file so that it is there whole or not at all.
//!
//! In: bytes, where to put them, and the files they were made from. Out: a file that appeared by
//! rename, so that an interrupt or a full disk leaves the old one. An output that is also an input is refused.

use super::exit::CliError;
use super::shell::path_text;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek, Write};
use std::path::{Path, PathBuf};

/// Writes `bytes` to `path`, which must be no folder and none of `inputs`, and sees that they are on the disk before
/// what was there is gone: it may be a rulebook.
pub(super) fn write_file(path: &Path, bytes: &[u8], inputs: &[PathBuf]) -> Result<(), CliError> {
    let mut output = Output::create(path, inputs, Unfinished::Remove)?;
    output.write(bytes)?;
    output.sync()?;
    output.finish()
}

/// A file that is being written and appears when it is finished.
#[derive(Debug)]
pub(super) struct Output {
    /// As it was named.
    path: PathBuf,
    file: File,
    /// `None` for a pipe or a device, which cannot be replaced, only written to.
    replaces: Option<Replaces>,
    length: u64,
}

/// What an unfinished file takes the place of.
#[derive(Debug)]
struct Replaces {
    partial: PathBuf,
    target: PathBuf,
    unfinished: Unfinished,
}

/// What becomes of a file that is not finished.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unfinished {
    /// It is removed.
    Remove,
    /// It stays, so that a later run can go on with it after this many bytes.
    Keep(u64),
}

impl Output {
    /// Begins a file, which must be no folder and none of `inputs`, or goes on with an unfinished one.
    pub(super) fn create(path: &Path, inputs: &[PathBuf], unfinished: Unfinished) -> Result<Self, CliError> {
        let existing = fs::metadata(path).ok();
        if existing.as_ref().is_some_and(fs::Metadata::is_dir) {
            return Err(CliError::new(format!("`{}` is a folder, not a file", path_text(path)))
                .hint("name a file in it"));
        }
        refuse_input(path, inputs)?;
        let failed = |error: &io::Error| CliError::io("write", path, error);
        if existing.is_some_and(|meta| !meta.is_file()) {
            let file = OpenOptions::new().write(true).open(path).map_err(|e| failed(&e))?;
            return Ok(Self { path: path.to_owned(), file, replaces: None, length: 0 });
        }
        // A link stays a link: what it points to is replaced.
        let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
        let partial = partial_path(&target, unfinished);
        let (file, length) = open_partial(&partial, &target, unfinished).map_err(|e| failed(&e))?;
        let replaces = Some(Replaces { partial, target, unfinished });
        Ok(Self { path: path.to_owned(), file, replaces, length })
    }

    /// Adds bytes.
    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<(), CliError> {
        self.length = self.length.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        self.file.write_all(bytes).map_err(|error| CliError::io("write", &self.path, &error))
    }

    /// How many bytes were written, those of earlier runs included.
    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// Makes sure that what was written outlives a loss of power.
    pub(super) fn sync(&self) -> Result<(), CliError> {
        match self.replaces {
            Some(_) => self.file.sync_all().map_err(|error| CliError::io("write", &self.path, &error)),
            None => Ok(()),
        }
    }

    /// Puts the file in its place. What can be made again from the same archive is not waited for until it is on the
    /// disk; where there is a checkpoint, which goes next, it is.
    pub(super) fn finish(mut self) -> Result<(), CliError> {
        if let Some(Replaces { unfinished: Unfinished::Keep(_), .. }) = self.replaces {
            self.sync()?;
        }
        if let Some(replaces) = self.replaces.take() {
            let renamed = fs::rename(&replaces.partial, &replaces.target);
            if renamed.is_err() {
                // The error of renaming is what the user has to know.
                let _ = fs::remove_file(&replaces.partial);
            }
            renamed.map_err(|error| CliError::io("write", &self.path, &error))?;
        }
        Ok(())
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        if let Some(Replaces { partial, unfinished: Unfinished::Remove, .. }) = &self.replaces {
            // Whatever ended the run is what the user has to know.
            let _ = fs::remove_file(partial);
        }
    }
}

/// Makes the folder that takes several reports; it must be new or empty, so that old and new never mix.
pub(super) fn fresh_folder(path: &Path) -> Result<(), CliError> {
    match fs::read_dir(path).map(|mut entries| entries.next().is_none()) {
        Ok(true) => Ok(()),
        Ok(false) => Err(CliError::new(format!("the folder `{}` is not empty", path_text(path)))
            .hint("name a new folder: reports of two runs would mix")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            fs::create_dir_all(path).map_err(|e| CliError::io("create", path, &e))
        }
        Err(error) => Err(CliError::io("write into", path, &error)),
    }
}

/// Refuses an output that is one of the inputs, under whatever name.
pub(super) fn refuse_input(path: &Path, inputs: &[PathBuf]) -> Result<(), CliError> {
    let Some(output) = identity(path) else { return Ok(()) };
    match inputs.iter().find(|input| identity(input).as_ref() == Some(&output)) {
        Some(input) => {
            Err(CliError::new(format!("`{}` is also an input: `{}`", path_text(path), path_text(input)))
                .hint("write to another file"))
        }
        None => Ok(()),
    }
}

/// What makes two paths the same file, through links of either kind.
#[cfg(unix)]
fn identity(path: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    // Devices are no regular files: reading and writing one terminal is fine.
    fs::metadata(path).ok().filter(fs::Metadata::is_file).map(|meta| (meta.dev(), meta.ino()))
}

/// What makes two paths the same file, through symbolic links.
#[cfg(not(unix))]
fn identity(path: &Path) -> Option<PathBuf> {
    fs::canonicalize(path).ok()
}

/// `report.md` → `report.md.4711.partial`: in the same folder, for only there is a rename whole, and of this
/// process alone, so that two runs never write one file. One that a later run goes on with has no number.
fn partial_path(target: &Path, unfinished: Unfinished) -> PathBuf {
    let mut name = target.file_name().unwrap_or_default().to_os_string();
    match unfinished {
        Unfinished::Remove => name.push(format!(".{}.partial", std::process::id())),
        Unfinished::Keep(_) => name.push(".partial"),
    }
    target.with_file_name(name)
}

/// The unfinished file, and its length.
fn open_partial(partial: &Path, target: &Path, unfinished: Unfinished) -> io::Result<(File, u64)> {
    if let Unfinished::Keep(length @ 1..) = unfinished {
        let mut file = OpenOptions::new().write(true).open(partial)?;
        if file.metadata()?.len() < length {
            return Err(io::Error::other("the unfinished file is shorter than its checkpoint says"));
        }
        file.set_len(length)?;
        file.seek(io::SeekFrom::End(0))?;
        return Ok((file, length));
    }
    if unfinished != Unfinished::Remove {
        // Left over from a run that wrote no checkpoint.
        let _ = fs::remove_file(partial);
    }
    let file = create_private(partial)?;
    if let Ok(old) = fs::metadata(target) {
        file.set_permissions(old.permissions())?;
    }
    Ok((file, 0))
}

/// A new file that only its owner may read: reports name what an attacker did.
fn create_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder of this test's own, removed at the end.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let path = std::env::temp_dir().join(format!("falconer-output-{name}-{}", std::process::id()));
            fs::create_dir_all(&path).unwrap();
            Self(path)
        }
        fn file(&self, name: &str) -> PathBuf {
            self.0.join(name)
        }
        fn names(&self) -> Vec<String> {
            let mut names: Vec<_> = fs::read_dir(&self.0)
                .unwrap()
                .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
                .collect();
            names.sort();
            names
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn the_old_file_is_replaced_and_nothing_else_is_left() {
        let folder = Folder::new("replace");
        let path = folder.file("report.md");
        write_file(&path, b"old", &[]).unwrap();
        write_file(&path, b"new", &[]).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(folder.names(), ["report.md"]);
    }

    #[test]
    fn a_folder_is_refused_as_a_file() {
        let folder = Folder::new("folder");
        assert!(write_file(&folder.0, b"x", &[]).unwrap_err().message.contains("is a folder"));
        assert!(folder.names().is_empty());
    }

    #[test]
    fn an_unfinished_file_is_gone_unless_a_later_run_goes_on_with_it() {
        let folder = Folder::new("unfinished");
        let path = folder.file("findings");
        fs::write(&path, "old").unwrap();
        Output::create(&path, &[], Unfinished::Remove).unwrap().write(b"lost").unwrap();
        assert_eq!(folder.names(), ["findings"]);
        Output::create(&path, &[], Unfinished::Keep(0)).unwrap().write(b"kept, lost").unwrap();
        assert_eq!(folder.names(), ["findings", "findings.partial"]);
        assert_eq!(fs::read(&path).unwrap(), b"old");
        let mut output = Output::create(&path, &[], Unfinished::Keep(4)).unwrap();
        output.write(b"!").unwrap();
        assert_eq!(output.length(), 5);
        output.finish().unwrap();
        assert_eq!(
            (folder.names(), fs::read(&path).unwrap()),
            (vec!["findings".to_owned()], b"kept!".to_vec())
        );
        assert!(Output::create(&path, &[], Unfinished::Keep(4)).is_err(), "there is nothing to go on with");
    }

    #[cfg(unix)]
    #[test]
    fn an_input_is_refused_under_any_name() {
        let folder = Folder::new("input");
        let input = folder.file("alert.json");
        fs::write(&input, "{}").unwrap();
        let (hard, soft) = (folder.file("hard"), folder.file("soft"));
        fs::hard_link(&input, &hard).unwrap();
        std::os::unix::fs::symlink(&input, &soft).unwrap();
        for output in [&input, &hard, &soft] {
            let error = write_file(output, b"report", std::slice::from_ref(&input)).unwrap_err();
            assert!(error.message.contains("is also an input"), "{}", error.message);
        }
        assert_eq!(fs::read(&input).unwrap(), b"{}");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link_and_a_new_file_is_private() {
        use std::os::unix::fs::PermissionsExt;
        let folder = Folder::new("link");
        let (real, link) = (folder.file("real.md"), folder.file("link.md"));
        write_file(&real, b"old", &[]).unwrap();
        assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o600);
        std::os::unix::fs::symlink(&real, &link).unwrap();
        write_file(&link, b"new", &[]).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&real).unwrap(), b"new");
    }

    #[test]
    fn several_reports_want_a_folder_of_their_own() {
        let folder = Folder::new("fresh");
        fresh_folder(&folder.file("a/b")).unwrap();
        fs::write(folder.file("old.md"), "").unwrap();
        assert!(fresh_folder(&folder.0).unwrap_err().message.contains("is not empty"));
    }
}
