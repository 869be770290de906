//! Names of months, as they are written in dates.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::fold::fold;

/// From January to December: names, inflections and abbreviations in English, German, French,
/// Spanish, Italian, Portuguese, Dutch, Swedish, Danish, Norwegian, Finnish, Polish, Czech,
/// Hungarian, Turkish, Russian, Ukrainian, Greek, Arabic, Hebrew (Unicode CLDR), and Roman numerals.
const NAMES: [&str; 12] = [
    "january jan januar jänner jän janvier janv enero ene gennaio gen janeiro januari januára január tammikuu \
     tammikuuta stycznia styczeń sty ledna leden ocak oca января январь янв січня січень ιανουαρίου \
     ιανουάριος ιαν يناير ינואר i",
    "february feb februar feber février févr fév febrero febbraio fevereiro fev februari február \
     helmikuu helmikuuta lutego luty lut února únor şubat şub февраля февраль фев февр лютого лютий \
     φεβρουαρίου φεβρουάριος φεβ فبراير פברואר ii",
    "march mar märz mär mrz mars marzo março maart mrt marts március maaliskuu maaliskuuta marca \
     marzec března březen mart марта март мар березня березень μαρτίου μάρτιος μαρ مارس מרץ iii",
    "april apr avril avr abril abr aprile április huhtikuu huhtikuuta kwietnia kwiecień kwi dubna duben \
     nisan nis апреля апрель апр квітня квітень απριλίου απρίλιος απρ أبريل אפריל iv",
    "may mai mayo maggio mag maio mei maj május toukokuu toukokuuta maja května květen mayıs мая май \
     травня травень μαΐου μάιος μαΐ مايو מאי v",
    "june jun juni juin junio giugno giu junho június kesäkuu kesäkuuta czerwca czerwiec cze června \
     červen haziran haz июня июнь июн червня червень ιουνίου ιούνιος ιουν يونيو יוני vi",
    "july jul juli juillet juil julio luglio lug julho július heinäkuu heinäkuuta lipca lipiec lip \
     července červenec temmuz tem июля июль июл липня липень ιουλίου ιούλιος ιουλ يوليو יולי vii",
    "august aug août agosto ago augustus augusti augusztus elokuu elokuuta sierpnia sierpień sie srpna \
     srpen ağustos ağu августа август авг серпня серпень αυγούστου αύγουστος αυγ أغسطس אוגוסט viii",
    "september sept sep septembre septiembre setiembre settembre sett set setembro szeptember \
     syyskuu syyskuuta września wrzesień wrz září eylül eyl сентября сентябрь сен сент вересня \
     вересень σεπτεμβρίου σεπτέμβριος σεπ سبتمبر ספטמבר ix",
    "october oct oktober okt octobre octubre ottobre ott outubro out október lokakuu lokakuuta \
     października październik paź října říjen ekim eki октября октябрь окт жовтня жовтень οκτωβρίου \
     οκτώβριος οκτ أكتوبر אוקטובר x",
    "november nov novembre noviembre novembro marraskuu marraskuuta listopada listopad lis listopadu \
     kasım kas ноября ноябрь ноя нояб νοεμβρίου νοέμβριος νοε نوفمبر נובמבר xi",
    "december dec dezember dez décembre déc diciembre dic dicembre dezembro desember des joulukuu \
     joulukuuta grudnia grudzień gru prosince prosinec aralık ara декабря декабрь дек грудня грудень \
     δεκεμβρίου δεκέμβριος δεκ ديسمبر דצמבר xii",
];

/// Whether a folded word is the name of a month, which is counted from 1.
pub(super) fn is_month(word: &str, month: u32) -> bool {
    static MONTHS: LazyLock<HashMap<String, u32>> = LazyLock::new(|| {
        let names = (1..).zip(NAMES);
        names
            .flat_map(|(n, names)| names.split_whitespace().map(move |name| (fold(name), n)))
            .collect()
    });
    MONTHS.get(word) == Some(&month)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_is_that_of_two_months() {
        let names = (1..).zip(NAMES);
        let all: Vec<(String, u32)> = names
            .flat_map(|(n, names)| names.split_whitespace().map(move |name| (fold(name), n)))
            .collect();
        for (name, month) in all {
            assert!(is_month(&name, month), "{name}");
        }
        assert!(is_month("fevrier", 2) && is_month("маи", 5) && !is_month("feb", 3));
    }
}
