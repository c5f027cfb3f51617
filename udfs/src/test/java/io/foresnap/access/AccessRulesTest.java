package io.foresnap.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessRulesTest {

    private static final AccessRules RULES =
            new AccessRules(List.of("audit-* -> *", "desk? -> shop.public.*", " dba->shop.[x] "));

    @ParameterizedTest
    @CsvSource({
        "audit-7, hr.salaries, true",
        "audit-, hr.salaries, true",
        "audit, hr.salaries, false",
        "AUDIT-7, hr.salaries, false",
        "my-audit-7, hr.salaries, false",
        "desk1, shop.public.orders, true",
        "desk, shop.public.orders, false",
        "desk12, shop.public.orders, false",
        "desk1, shopXpublic.orders, false",
        "desk1, shop.private.orders, false",
        "dba, shop.[x], true",
        "dba, shop.x, false",
        "'', shop.public.orders, false",
        "'audit-7\nx', hr.salaries, true",
        "'x\naudit-7', hr.salaries, false"
    })
    void oneRuleMustAllowTheWholeNames(String requester, String table, boolean allowed) {
        assertThat(RULES.refusal(requester, table).isEmpty()).isEqualTo(allowed);
    }

    @Test
    void withoutRulesEverybodyMayEverything() {
        assertThat(AccessRules.NONE.refusal("", "hr.salaries")).isEmpty();
    }

    @Test
    void aRefusalSaysWhoMayNotWhat() {
        assertThat(RULES.refusal("", "hr.salaries"))
                .contains(
                        "a requester without name may not back up hr.salaries: no access rule"
                                + " allows it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "audit", "-> t", "audit ->", "a -> b -> c"})
    void aRuleThatIsNoneIsNamed(String rule) {
        assertThatThrownBy(() -> new AccessRules(List.of("a -> b", rule)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("access.rules")
                .hasMessageContaining("'" + rule + "'");
    }

    @Test
    void rulesTravelToTheirOperators() throws Exception {
        AccessRules there = InstantiationUtil.clone(RULES);

        assertThat(there.refusal("audit-7", "t")).isEmpty();
        assertThat(there.refusal("etl", "t")).isPresent();
    }
}
