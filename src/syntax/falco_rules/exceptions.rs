//! A rule's exceptions (<https://falco.org/docs/concepts/rules/exceptions/>).

use super::decode::Decoder;
use super::items::Exception;
use crate::diag::Code;
use crate::source::yaml::Node;

impl Decoder {
    /// The exceptions of a rule, those that can be read.
    pub(super) fn exceptions(&mut self, rule: &Node) -> Option<Vec<Exception>> {
        let node = rule.get("exceptions").filter(|node| !node.is_null())?;
        let Some(items) = node.items() else {
            return self.wrong(node, "`exceptions` is a sequence of mappings");
        };
        Some(items.iter().filter_map(|item| self.exception(item)).collect())
    }

    fn exception(&mut self, node: &Node) -> Option<Exception> {
        if node.entries().is_none() {
            return self.wrong(node, "an exception is a mapping with `name`, `fields`, `comps` and `values`");
        }
        let Some(name) = node.get("name") else {
            self.error(Code::FALCO_EXCEPTION, node, "an exception without `name`", "give it one");
            return None;
        };
        let name = self.text(name, "the `name` of an exception")?;
        let columns = |decoder: &mut Self, key: &str| {
            decoder.value(node.get(key)?, &format!("`{key}` of an exception"), 1)
        };
        let (fields, comps) = (columns(self, "fields"), columns(self, "comps"));
        Some(Exception { name, fields, comps, values: self.values(node), span: node.span })
    }

    fn values(&mut self, exception: &Node) -> Option<Vec<super::items::Value>> {
        let node = exception.get("values").filter(|node| !node.is_null())?;
        let Some(items) = node.items() else {
            return self.wrong(node, "`values` of an exception is a sequence");
        };
        Some(items.iter().filter_map(|item| self.value(item, "a value of an exception", 0)).collect())
    }
}
