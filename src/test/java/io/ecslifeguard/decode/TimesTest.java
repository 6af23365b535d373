package io.ecslifeguard.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {

    @ParameterizedTest
    @CsvSource({
        "20190409T121826.922+0800,         2019-04-09T04:18:26.922Z",
        "20190409T121826.922+08:00,        2019-04-09T04:18:26.922Z",
        "20190409T041826.922Z,             2019-04-09T04:18:26.922Z",
        "20190408T211826-0700,             2019-04-09T04:18:26Z",
        "20190409T121826.922123999+0800,   2019-04-09T04:18:26.922123Z",
        "2020-11-19T21:04:41+08:00,        2020-11-19T13:04:41Z",
        "2019-04-12T01:01:01Z,             2019-04-12T01:01:01Z",
        "2019-04-12t01:01:01.5z,           2019-04-12T01:01:01.500Z",
        "2019-11-11T11:00Z,                2019-11-11T11:00:00Z",
        "1725960397000,                    2024-09-10T09:26:37Z",
        "1725960397,                       2024-09-10T09:26:37Z",
        "9999-12-31T23:59:59.9999999Z,     9999-12-31T23:59:59.999999Z",
        "0001-01-01T00:00:00Z,             0001-01-01T00:00:00Z",
    })
    void readsWhatEventsCarry(String text, Instant expected) {
        assertThat(Times.parse(text)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "soon",
                "2020-11-19T21:04:42.179PRC",
                "20190409T121826.922",
                "2019-02-29T00:00:00Z",
                "2019-04-09T24:00:00Z",
                "2019-04-09T12:18:60Z",
                "9999-12-31T23:59:59-18:00",
                "0001-01-01T00:00:00+08:00",
                "0000-06-01T00:00:00Z",
                "+12019-04-09T12:18:26Z",
                "0",
                "20190409",
                "-1725960397000",
                "253402300800000",
                "9223372036854775807",
                "99999999999999999999999999",
                "1725960397.5",
                "١٧٢٥٩٦٠٣٩٧",
            })
    void leavesWhatNamesNoInstantThatCanBeStored(String text) {
        assertThat(Times.parse(text)).isEmpty();
    }
}
