//! Decisions by a person, taken on the page itself: by key or click, without any network.

use maud::{Markup, PreEscaped, html};

/// What runs on a page that takes decisions; it knows elements by the names below.
const SCRIPT: &str = include_str!("decide.js");

/// What can be decided: the word of the table, and its key.
const CHOICES: [(&str, &str); 4] =
    [("pass", "P"), ("deep", "D"), ("eyes", "E"), ("leave-out", "L")];

/// How a page asks a person. The table that it saves has the same words in every language.
#[derive(Debug, Clone, Copy)]
pub struct Asks {
    /// Each of [`CHOICES`], as it is called and as it is explained.
    choices: [(&'static str, &'static str); 4],
    /// What is to be done, before the first key.
    look: &'static str,
    /// Between the keys to the next card and to the one before.
    and: &'static str,
    /// What these do.
    go: &'static str,
    /// What the key does that takes a decision back.
    undoes: &'static str,
    /// What Escape does.
    leaves: &'static str,
    /// What the last key does.
    saves: &'static str,
    /// Before the name of who decides.
    by: &'static str,
    /// Before the date.
    on: &'static str,
    /// The button that saves.
    save: &'static str,
    /// The button that takes a decision back.
    undo: &'static str,
    /// Before a reason.
    why: &'static str,
    /// Before the places of the eyes.
    eyes: &'static str,
    /// What the script says, in the order of [`ENGLISH`].
    says: [&'static str; 6],
}

/// English. The script has these words of its own.
pub(super) const ENGLISH: Asks = Asks {
    choices: [
        ("pass", "pass it on as it is"),
        ("deep", "make the larger cut"),
        ("eyes", "cut at these eyes"),
        ("leave-out", "leave it out"),
    ],
    look: "Look at each picture and decide. ",
    and: " and ",
    go: " go from one to the next, ",
    undoes: " undoes, ",
    leaves: " leaves a field, ",
    saves: " saves. Nothing leaves this page but the table.",
    by: "by ",
    on: "on ",
    save: "Save decisions.csv",
    undo: " undo",
    why: "why ",
    eyes: "eyes, LPS mm ",
    says: [
        "${done.size} of ${all.size} decided",
        "Who decides? A name that begins with none of = + - @",
        "When? YYYY-MM-DD",
        "Why? A reason for each decision, that begins with none of = + - @",
        "Where are the eyes? x y z of one, x y z of the other, LPS in mm",
        "Saved as decisions.csv. Run again with --decisions decisions.csv",
    ],
};

/// Korean.
pub(super) const KOREAN: Asks = Asks {
    choices: [
        ("그대로 전달", "얼굴을 제거하지 않고 그대로 전달"),
        ("더 넓게 제거", "더 넓은 범위를 제거"),
        ("눈 위치 지정", "지정한 눈 위치에서 제거"),
        ("보류", "전달하지 않고 보류"),
    ],
    look: "각 그림을 확인하고 결정하십시오. ",
    and: ", ",
    go: " 다음·이전으로 이동, ",
    undoes: " 결정 취소, ",
    leaves: " 입력란 나가기, ",
    saves: " 저장. 저장한 표 외에는 아무것도 이 페이지 밖으로 나가지 않습니다.",
    by: "결정자 ",
    on: "날짜 ",
    save: "decisions.csv 저장",
    undo: " 취소",
    why: "이유 ",
    eyes: "두 눈의 위치(LPS, mm) ",
    says: [
        "시리즈 ${all.size}개 가운데 ${done.size}개 결정",
        "결정자의 이름을 입력하십시오. = + - @로 시작할 수 없습니다.",
        "날짜를 YYYY-MM-DD로 입력하십시오.",
        "결정마다 이유를 입력하십시오. = + - @로 시작할 수 없습니다.",
        "두 눈의 위치를 입력하십시오. 한쪽의 x y z, 다른 쪽의 x y z (LPS, mm)",
        "decisions.csv로 저장하였습니다. --decisions decisions.csv로 다시 실행하십시오.",
    ],
};

/// A card that asks a person.
#[derive(Debug, Clone)]
pub struct Question<'a> {
    /// The series as a table of decisions names it.
    pub series: &'a str,
    /// The code that a person would let pass.
    pub code: &'a str,
    /// What was decided before; nothing most often.
    pub earlier: Option<Earlier<'a>>,
}

/// What was decided before.
#[derive(Debug, Clone)]
pub struct Earlier<'a> {
    /// The word of the table.
    pub decision: &'a str,
    /// By whom.
    pub by: &'a str,
    /// When.
    pub date: &'a str,
    /// Why.
    pub reason: &'a str,
    /// Six numbers (LPS, mm), or nothing.
    pub eyes: String,
}

/// What is asked once on a page.
pub(super) fn form(asks: &Asks) -> Markup {
    html! {
        section.decide {
            p {
                (asks.look) kbd { "J" } (asks.and) kbd { "K" } (asks.go)
                @for ((_, key), (name, _)) in CHOICES.iter().zip(asks.choices) { kbd { (key) } " " (name) ", " }
                kbd { "U" } (asks.undoes) kbd { "Esc" } (asks.leaves) kbd { "S" } (asks.saves)
            }
            label { (asks.by) input id="decide-by" type="text" maxlength="500" autocomplete="off"; }
            label { (asks.on) input id="decide-date" type="text" maxlength="30" autocomplete="off"; }
            button id="decide-save" type="button" { (asks.save) }
            output id="decide-say" {}
            pre id="decide-csv" hidden {}
        }
    }
}

/// What is asked on a card; `number` tells its fields from those of other cards.
pub(super) fn question(number: usize, asks: &Asks) -> Markup {
    html! {
        fieldset.decide {
            @for ((word, key), (name, meaning)) in CHOICES.iter().zip(asks.choices) {
                label title=(meaning) {
                    input type="radio" name={ "decision-" (number) } value=(word);
                    span { kbd { (key) } " " (name) }
                }
            }
            button type="button" name="clear" { kbd { "U" } (asks.undo) }
            label { (asks.why) input type="text" name="reason" maxlength="500" autocomplete="off"; }
            label hidden { (asks.eyes) input type="text" name="eyes" placeholder="x y z x y z" autocomplete="off"; }
        }
    }
}

/// What runs on the page.
pub(super) fn script(asks: &Asks) -> Markup {
    let say = |script: String, (english, say): (&str, &str)| script.replace(english, say);
    let script = ENGLISH.says.into_iter().zip(asks.says).fold(SCRIPT.to_owned(), say);
    html! { script { (PreEscaped(script)) } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_says_all_in_the_language_of_the_page_and_saves_the_same_table() {
        assert_eq!(script(&ENGLISH).into_string(), format!("<script>{SCRIPT}</script>"));
        let korean = script(&KOREAN).into_string();
        for (english, say) in ENGLISH.says.into_iter().zip(KOREAN.says) {
            assert_eq!(SCRIPT.matches(english).count(), 1, "{english}");
            assert!(korean.contains(say) && !korean.contains(english), "{english}");
            // They stand between quotes of a script, `$` only in those between backticks.
            assert!(!say.contains(['"', '`', '\\', '<']), "{say}");
            assert_eq!(say.matches("${").count(), english.matches("${").count(), "{say}");
        }
        assert!(korean.contains("[\"series,decision,eyes,by,date,reason,code\""));
        // No word of English is left in what is said: a new message needs its Korean.
        for line in
            korean.lines().filter(|line| line.contains("stop(") || line.contains("say.textContent"))
        {
            for text in line.split(['"', '`']).skip(1).step_by(2).filter(|text| text.len() > 12) {
                assert!(text.chars().any(|c| ('가'..='힣').contains(&c)), "{text}");
            }
        }
        let words = |asks: &Asks| question(3, asks).into_string() + &form(asks).into_string();
        for word in ["value=\"pass\"", "value=\"deep\"", "value=\"eyes\"", "value=\"leave-out\""] {
            assert!(words(&KOREAN).contains(word) && words(&ENGLISH).contains(word), "{word}");
        }
    }
}
