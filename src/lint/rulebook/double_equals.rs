//! FL0504 double-equals: `==` for `=`.

use super::Context;
use crate::diag::{Code, Diagnostic, Edit, Fix};
use crate::syntax::condition::ast::{ExprKind, Operator};

pub(super) fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for read in &context.conditions {
        let mut open = vec![read.expr];
        while let Some(expr) = open.pop() {
            match &expr.kind {
                ExprKind::And(parts) | ExprKind::Or(parts) => open.extend(parts),
                ExprKind::Not(inner) => open.push(inner),
                ExprKind::Compare(compare) if compare.op == Operator::EqEq => {
                    let span = read.text.span_at(compare.op_range);
                    let fix = Fix {
                        title: "write `=`".to_owned(),
                        edits: vec![Edit::of(span, "==", "=")],
                        safe: true,
                    };
                    out.push(
                        Diagnostic::new(Code::DOUBLE_EQUALS, span, "`==` means `=`")
                            .hint("write `=`")
                            .fix(fix),
                    );
                }
                _ => {}
            }
        }
    }
}
