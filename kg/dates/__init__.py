"""Expressions of calendar time in a text, and their ISO 8601 values.

A language gives templates in its `dates.toml`; each placeholder is a kind of part this package knows how to put
together:

| placeholder | what it stands for |
| --- | --- |
| `{year}` `{short_year}` | 2021; the 23 of 2022/23 |
| `{month}` `{month_number}` `{day}` | a month's name; its number; a day of the month |
| `{year2}` `{month2}` `{month_number2}` `{day2}` | the same at the end of a range |
| `{quarter}` `{half}` | which quarter or half of a year |
| `{months}` `{quarters}` | the first so many months or quarters of a year |
| `{part}` | begin, middle or end of a year or month |
| `{decade}` `{decade_of_century}` | 1990 in the 1990s; 90 in 20世纪90年代 |
| `{publication_year}` `{publication_month}` `{publication_day}` | words relative to the date of publication |
| `{text_year}` `{text_month}` `{text_day}` | words relative to the date last named (同年, the next day) |
| `{text_period}` | words for the date last named, years away (上年同期) |
| `{steps}` `{text_steps}` | a number, and what one of it is in days after the day last named (three *days later*) |
| `{past}` `{coming}` | a word that makes a month or weekday the last one before, or the next after, the publication |
| `{weekday}` `{week}` | a day of the week, the last one not after the publication; which week from the publication's |

A month or day without a year takes the year of a date named before it in the sentence, else that of an absolute date
with a month in the paragraph, else the year of publication nearest to it; with none of them it is left out, as is
every relative expression when the date of publication is unknown. Words that speak of the future (`future`) make it
the next one after the publication. A document whose heading names the year before its publication reports on that
year: it stands for the publication then.
"""

from kg.dates.calendar import Calendar
from kg.dates.reading import find_dates

__all__ = ["Calendar", "find_dates"]
