//! A strategy as one mitigation uses it, and its examples.

use super::{Checker, owned};
use crate::check::model::{Example, Strategy};
use crate::check::template::check_code;
use crate::diag::{Code, Diagnostic};
use crate::escape::Lang;
use crate::source::{Span, Text};
use crate::syntax::rulebook::items;

impl Checker<'_> {
    /// Checks a strategy's content; its parameters are in the scope. `None` if a part that it needs is missing,
    /// which was reported when the file was read.
    pub(super) fn strategy(
        &mut self,
        name: &str,
        item: &items::Strategy,
        bindings: Vec<(String, String)>,
        span: Span,
    ) -> Option<Strategy> {
        // Every part is looked at before the first one that is missing ends it.
        let title = self.prose(item.title.as_ref());
        let condition = self.condition(item.condition.as_ref());
        let (text, cost) = (self.prose(item.text.as_ref()), self.prose(item.cost.as_ref()));
        let examples = self.examples(&item.examples);
        let (verify, rollback) = (self.examples(&item.verify), self.examples(&item.rollback));
        Some(Strategy {
            name: name.to_owned(),
            bindings,
            title: title?,
            phase: item.phase?.0,
            condition,
            text,
            cost,
            examples,
            verify,
            rollback,
            mitigates: owned(&item.mitigates),
            references: owned(&item.references),
            span,
        })
    }

    fn examples(&mut self, examples: &[items::Example]) -> Vec<Example> {
        // With no more room than is needed: most lists are short.
        let mut checked = Vec::with_capacity(examples.len());
        checked.extend(examples.iter().filter_map(|example| self.example(example)));
        checked
    }

    fn example(&mut self, example: &items::Example) -> Option<Example> {
        let title = self.prose(example.title.as_ref());
        let condition = self.condition(example.condition.as_ref());
        let (word, lang) = (self.lang_word(&example.lang)?, Lang::of_word(example.lang.as_str()));
        let code = check_code(&example.code, lang, &self.bindings, &self.scope, &mut self.out);
        self.blocked |= code.is_none();
        Some(Example { title, lang, lang_word: word, code: code?, condition, span: example.span })
    }

    /// The word behind the fence, which is printed as it is.
    fn lang_word(&mut self, lang: &Text) -> Option<String> {
        let word = lang.as_str();
        let fine = word.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-#.".contains(&b));
        if fine && word.len() <= 32 {
            return Some(word.to_owned());
        }
        self.out.push(
            Diagnostic::new(Code::BAD_NAME, lang.span(), format!("`{word}` is no language"))
                .hint("write one word, such as `sh`, `yaml` or `text`"),
        );
        None
    }
}
