//! Fields and transformers with their types, and what may be applied to what.

use super::Checker;
use crate::diag::{Code, Diagnostic, Severity};
use crate::fields::{self, Argument, Field, Origin, Resolved, Shape};
use crate::ops::Function;
use crate::source::{Span, Text};
use crate::syntax::condition::ast::{self, Constant, Dialect, Transformer};
use crate::value::{Kind, Notation, Type};
use std::collections::BTreeSet;

/// A checked field or transformer.
#[derive(Debug, Clone)]
pub struct Operand {
    kind: OperandKind,
    ty: Type,
    text: String,
    span: Span,
}

/// Which of the two an operand is.
#[derive(Debug, Clone)]
pub enum OperandKind {
    /// A field.
    Field(FieldUse),
    /// A transformer applied to something.
    Call(Call),
}

/// A field, and where its value stands.
#[derive(Debug, Clone)]
pub struct FieldUse {
    /// Its row in the catalogue; `None` for a field that nobody declares.
    pub row: Option<&'static Field>,
    /// Where its value stands.
    pub origin: Origin,
    /// How alerts write it.
    pub notation: Notation,
}

/// A transformer with its arguments.
#[derive(Debug, Clone)]
pub struct Call {
    /// Which.
    pub function: Function,
    /// What it is applied to.
    pub args: Vec<CallArg>,
    /// What the brackets after it hold: the option that `getopt` selects.
    pub selector: Option<u8>,
}

/// An argument of a transformer.
#[derive(Debug, Clone)]
pub enum CallArg {
    /// A text or number, as written.
    Constant(Vec<u8>),
    /// A list written in place.
    List(Vec<CallArg>),
    /// A field or another transformer.
    Operand(Operand),
}

impl CallArg {
    /// Its type; constants are texts.
    fn ty(&self) -> Type {
        match self {
            Self::Constant(_) => Type::one(Kind::Text),
            Self::List(_) => Type::list(Kind::Text),
            Self::Operand(operand) => operand.ty,
        }
    }
}

impl Operand {
    /// As the author wrote it: `proc.aname[2]`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.text
    }

    /// Its type.
    #[must_use]
    pub fn ty(&self) -> Type {
        self.ty
    }

    /// Where it stands.
    #[must_use]
    pub fn span(&self) -> Span {
        self.span
    }

    /// Field or transformer.
    #[must_use]
    pub fn kind(&self) -> &OperandKind {
        &self.kind
    }

    /// The catalogue's row of a plain field.
    #[must_use]
    pub fn field(&self) -> Option<&'static Field> {
        match &self.kind {
            OperandKind::Field(field) => field.row,
            OperandKind::Call(_) => None,
        }
    }

    /// The shape its values must have in a command; a transformer's result has none.
    #[must_use]
    pub fn shape(&self) -> Option<Shape> {
        self.field().and_then(|field| field.shape)
    }

    /// The template filter that decodes it in a report; may be empty.
    #[must_use]
    pub fn decode(&self) -> &'static str {
        match &self.kind {
            OperandKind::Field(field) => field.row.map_or("", |row| row.decode),
            OperandKind::Call(call) if call.function == Function::Age => "duration",
            OperandKind::Call(_) => "",
        }
    }

    /// What reports call it: the catalogue's label with its argument, or the name.
    #[must_use]
    pub fn label(&self) -> String {
        match self.field().map(|field| field.label) {
            None | Some("") => self.text.clone(),
            Some(label) => match self.argument() {
                // `evt.arg.flags` is "Event argument flags", `proc.aname[2]` "Ancestor process [2]".
                Some((argument, true)) => format!("{label} {argument}"),
                Some((argument, false)) => format!("{label} [{argument}]"),
                None => label.to_owned(),
            },
        }
    }

    /// What its brackets or, then `true`, the part after its catalogue name hold.
    fn argument(&self) -> Option<(&str, bool)> {
        let rest = self.text.strip_prefix(self.field()?.name)?;
        match rest.strip_prefix('.') {
            Some(argument) => Some((argument, true)),
            None => {
                let argument = rest.strip_prefix('[')?.strip_suffix(']')?;
                Some((argument.trim_matches(['"', '\'']), false))
            }
        }
    }

    /// The keys of `output_fields` that it reads.
    #[must_use]
    pub fn keys(&self) -> BTreeSet<&str> {
        let mut keys = BTreeSet::new();
        self.collect_keys(&mut keys);
        keys
    }

    pub(super) fn collect_keys<'a>(&'a self, keys: &mut BTreeSet<&'a str>) {
        match &self.kind {
            OperandKind::Field(field) => keys.extend(field.origin.keys()),
            OperandKind::Call(call) => collect_arg_keys(&call.args, keys),
        }
    }

    /// The field that transformers of one argument are applied to, however many.
    pub(super) fn innermost(&self) -> Option<&FieldUse> {
        match &self.kind {
            OperandKind::Field(field) => Some(field),
            OperandKind::Call(call) => match call.args.as_slice() {
                [CallArg::Operand(operand)] => operand.innermost(),
                _ => None,
            },
        }
    }
}

fn collect_arg_keys<'a>(args: &'a [CallArg], keys: &mut BTreeSet<&'a str>) {
    for arg in args {
        match arg {
            CallArg::Constant(_) => {}
            CallArg::List(items) => collect_arg_keys(items, keys),
            CallArg::Operand(operand) => operand.collect_keys(keys),
        }
    }
}

impl Checker<'_> {
    /// Checks a field or transformer. `None` after an error.
    pub(super) fn operand(&mut self, text: &Text, operand: &ast::Operand) -> Option<Operand> {
        let span = text.span_at(operand.range);
        let (kind, ty) = match &operand.kind {
            ast::OperandKind::Field { name, argument } => self.field(name, argument.as_ref(), span)?,
            ast::OperandKind::Call { transformer: Transformer::Val, args, argument } => {
                return self.val(text, args, argument.as_ref(), span);
            }
            ast::OperandKind::Call { transformer, args, argument } => {
                self.call(text, *transformer, args, argument.as_ref(), span)?
            }
        };
        let written = text.as_str().get(operand.range.range()).unwrap_or_default().to_owned();
        Some(Operand { kind, ty, text: written, span })
    }

    fn field(&mut self, name: &str, argument: Option<&Constant>, span: Span) -> Option<(OperandKind, Type)> {
        let known =
            fields::resolve(name).filter(|r| self.dialect == Dialect::Falconer || r.field.source != "alert");
        let argument_text = argument.map(|a| String::from_utf8_lossy(&a.bytes).into_owned());
        let Some(Resolved { field, ty, notation }) = known else {
            let origin = fields::origin(name, argument_text.as_deref());
            let kind = OperandKind::Field(FieldUse { row: None, origin, notation: Notation::Decimal });
            return self.unknown_field(name, span).then_some((kind, Type::one(Kind::Any)));
        };
        let dotted = field.name != name;
        let problem = match (field.argument, argument_text.as_deref()) {
            (Argument::None, Some(_)) => Some(("takes no argument", "leave the brackets out")),
            (_, Some(_)) if dotted => Some(("takes one argument only", "leave the brackets out")),
            (Argument::Required, None) if !dotted => {
                Some(("needs an argument", "write it in brackets: `[…]`"))
            }
            (Argument::Index, Some(index))
                if !index.bytes().all(|b| b.is_ascii_digit()) || index.is_empty() =>
            {
                Some(("takes a number as its argument", "count from 1, the nearest first"))
            }
            _ => None,
        };
        if let Some((problem, hint)) = problem {
            self.report(
                Diagnostic::new(Code::FIELD_ARGUMENT, span, format!("`{name}` {problem}")).hint(hint),
            );
            return None;
        }
        let origin = fields::origin(name, argument_text.as_deref());
        Some((OperandKind::Field(FieldUse { row: Some(field), origin, notation }), ty))
    }

    /// Reports it; whether checking can go on, its type left open.
    fn unknown_field(&mut self, name: &str, span: Span) -> bool {
        let foreign = name.starts_with("alert.");
        let diagnostic = Diagnostic::new(Code::UNKNOWN_FIELD, span, format!("no field is called `{name}`"));
        let speaks = |field: &Field| self.dialect == Dialect::Falconer || field.source != "alert";
        let mut diagnostic = match fields::nearest(name, speaks) {
            Some(near) => diagnostic.did_you_mean(name, near),
            None if foreign && self.dialect == Dialect::Falco => {
                diagnostic.hint("`alert.` fields are Falconer's own; Falco has none")
            }
            None => {
                diagnostic.hint("if a plugin defines it, its values are compared as their JSON type says")
            }
        };
        let error = foreign || self.dialect == Dialect::Falco;
        if error {
            diagnostic.severity = Severity::Error;
        }
        self.report(diagnostic);
        !error
    }

    /// `val(field)`: the field itself.
    fn val(
        &mut self,
        text: &Text,
        args: &[ast::Arg],
        selector: Option<&Constant>,
        span: Span,
    ) -> Option<Operand> {
        match (args, selector) {
            ([ast::Arg::Operand(operand)], None) => self.operand(text, operand),
            _ => {
                let message = "`val` takes one field and no brackets";
                self.report(Diagnostic::new(Code::TRANSFORMER_ARGUMENTS, span, message));
                None
            }
        }
    }

    fn call(
        &mut self,
        text: &Text,
        transformer: Transformer,
        args: &[ast::Arg],
        selector: Option<&Constant>,
        span: Span,
    ) -> Option<(OperandKind, Type)> {
        let function = lower(transformer)?;
        let checked: Option<Vec<_>> = args.iter().map(|arg| self.call_arg(text, arg)).collect();
        let checked = checked?;
        let selector = match (selector, function) {
            (None, _) => None,
            (Some(Constant { bytes, .. }), Function::GetOpt) if bytes.len() == 1 => bytes.first().copied(),
            (Some(_), Function::GetOpt) => {
                return self.bad_arguments(function, span, "selects one option, by its letter: `[t]`");
            }
            (Some(_), _) => return self.bad_arguments(function, span, "takes no brackets"),
        };
        let ty = match function {
            Function::Join | Function::Concat | Function::GetOpt => {
                self.several(function, &checked, selector.is_some(), span)?
            }
            _ => self.single(function, &checked, span)?,
        };
        Some((OperandKind::Call(Call { function, args: checked, selector }), ty))
    }

    fn call_arg(&mut self, text: &Text, arg: &ast::Arg) -> Option<CallArg> {
        Some(match arg {
            ast::Arg::Number(constant) | ast::Arg::Text(constant) => {
                CallArg::Constant(constant.bytes.clone())
            }
            ast::Arg::List(items, _) => {
                let items: Option<Vec<_>> = items.iter().map(|item| self.call_arg(text, item)).collect();
                CallArg::List(items?)
            }
            ast::Arg::Operand(operand) => CallArg::Operand(self.operand(text, operand)?),
        })
    }

    /// The type of a transformer of one argument.
    fn single(&mut self, function: Function, args: &[CallArg], span: Span) -> Option<Type> {
        let [CallArg::Operand(operand)] = args else {
            return self.bad_arguments(function, span, "takes one field or transformer");
        };
        let ty = operand.ty;
        let plain = matches!(&operand.kind, OperandKind::Field(field)
            if field.row.is_some_and(|row| !fields::takes_transformer(row.name)));
        let text = matches!(ty.kind, Kind::Text | Kind::Any);
        let fits = match function {
            Function::B64 => text || ty.kind == Kind::Bytes,
            Function::Len => text || ty.kind == Kind::Bytes || ty.list,
            Function::Age => matches!(ty.kind, Kind::Time | Kind::Any) && !ty.list,
            _ => text,
        };
        if plain || !fits {
            let (name, subject) = (function.name(), operand.name());
            let message = match plain {
                true => {
                    format!("`{name}` cannot be applied to `{subject}`: Falco compares this field itself")
                }
                false => format!("`{name}` cannot be applied to `{subject}`, which is {}", with_article(ty)),
            };
            self.report(Diagnostic::new(Code::TRANSFORMER_TYPE, span, message));
            return None;
        }
        Some(match function {
            Function::Len => Type::one(Kind::U64),
            Function::Age => Type::one(Kind::Duration),
            _ => ty,
        })
    }

    /// The type of a transformer of several arguments.
    fn several(&mut self, function: Function, args: &[CallArg], selects: bool, span: Span) -> Option<Type> {
        let types: Vec<Type> = args.iter().map(CallArg::ty).collect();
        let text = |ty: &Type| matches!(ty.kind, Kind::Text | Kind::Any);
        let list = |ty: &Type| ty.list || ty.kind == Kind::Any;
        let nested_getopt = args.iter().any(|arg| {
            matches!(arg, CallArg::Operand(Operand { kind: OperandKind::Call(call), ty, .. })
                if call.function == Function::GetOpt && ty.list)
        });
        let fits = match (function, types.as_slice()) {
            (Function::Join, [separator, items]) => !separator.list && list(items) && !nested_getopt,
            (Function::GetOpt, [items, options]) => {
                list(items) && text(items) && !options.list && text(options) && !nested_getopt
            }
            (Function::Concat, [_, _, ..]) => types.iter().all(|ty| text(ty) && !ty.list),
            _ => false,
        };
        if !fits {
            let needs = match function {
                Function::Join => "takes a separator and a list",
                Function::GetOpt => "takes a list of text and an option string",
                _ => "takes two or more texts",
            };
            return self.bad_arguments(function, span, needs);
        }
        Some(match function {
            Function::GetOpt if !selects => Type::list(Kind::Text),
            _ => Type::one(Kind::Text),
        })
    }

    fn bad_arguments<T>(&mut self, function: Function, span: Span, needs: &str) -> Option<T> {
        let message = format!("`{}` {needs}", function.name());
        self.report(Diagnostic::new(Code::TRANSFORMER_ARGUMENTS, span, message));
        None
    }
}

/// `a number`, `an IP address`.
pub(super) fn with_article(ty: Type) -> String {
    match ty.to_string() {
        name if name.starts_with(['a', 'i', 'I', 'o']) => format!("an {name}"),
        name => format!("a {name}"),
    }
}

/// The checked function of a parsed transformer; `val` is none.
fn lower(transformer: Transformer) -> Option<Function> {
    Some(match transformer {
        Transformer::ToLower => Function::ToLower,
        Transformer::ToUpper => Function::ToUpper,
        Transformer::B64 => Function::B64,
        Transformer::Basename => Function::Basename,
        Transformer::Len => Function::Len,
        Transformer::Join => Function::Join,
        Transformer::Concat => Function::Concat,
        Transformer::GetOpt => Function::GetOpt,
        Transformer::Age => Function::Age,
        Transformer::Val => return None,
    })
}
