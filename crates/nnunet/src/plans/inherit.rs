//! Configurations that name another one and change a part of it.

use serde_json::{Map, Value};

use crate::error::{Error, File};
use crate::json::Settings;

/// All settings of a configuration, those of its ancestors included; its own come first.
pub(super) fn resolve(plans: Settings, configuration: &str) -> Result<Map<String, Value>, Error> {
    let all = plans.get("configurations")?.object()?;
    let unknown = || Error::unsupported("configuration", configuration);
    let mut settings = all.object.get(configuration).and_then(Value::as_object).cloned();
    let settings = settings.as_mut().ok_or_else(unknown)?;
    // Each step goes to another configuration, or else some are their own ancestors.
    for _ in 0..all.object.len() {
        let Some(parent) = settings.remove("inherits_from") else {
            return Ok(std::mem::take(settings));
        };
        let parent = parent.as_str().and_then(|name| all.object.get(name));
        let parent = parent.and_then(Value::as_object);
        let parent = parent.ok_or(Error::Setting(File::Plans, "inherits_from"))?;
        for (name, value) in parent {
            settings.entry(name).or_insert_with(|| value.clone());
        }
    }
    Err(Error::Setting(File::Plans, "inherits_from"))
}
