package io.ecslifeguard.spot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the purchase ends for each code that RunInstances is known to answer. */
class RunInstancesCodesTest {

    private static final List<String> TABLE = new ArrayList<>();
    private static final TestReplacement SETTINGS =
            TestReplacement.DEFAULT.withTypes("ecs.g6.large", "ecs.g5.large").withOnDemand(false);

    private static Shop shop;
    private static int events;

    @BeforeAll
    static void open() {
        shop = new Shop();
    }

    @AfterAll
    static void close() {
        System.out.println("| HTTP | code | how it ended |\n|---|---|---|\n" + String.join("\n", TABLE));
        shop.close();
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource({
        "403, OperationDenied.NoStock, next candidate",
        "400, Zone.NotOnSale, next candidate",
        "403, Zone.NotOnSale, next candidate",
        "403, Zone.NotOpen, next candidate",
        "403, OperationDenied.ZoneNotAllowed, next candidate",
        "403, InvalidInstanceType.ZoneNotSupported, next candidate",
        "403, InstanceType.Offline, next candidate",
        "400, ResourceNotAvailable, next candidate",
        "400, InvalidVSwitchId.IpNotEnough, next candidate",
        "400, QuotaExceeded.PrivateIpAddress, next candidate",
        "400, InvalidSpotPriceLimit.LowerThanPublicPrice, next candidate",
        "500, InternalError, same order again",
        "503, ServiceUnavailable, same order again",
        "400, Throttling, same order again",
        "429, Throttling.User, same order again",
        "400, Throttling.Api, same order again",
        "403, NodeControllerUnavailable, same order again",
        "404, OperationDenied.CreatingConflict, same order again",
        "403, OperationDenied.ResourceControl, same order again",
        "400, IncorrectVSwitchStatus, same order again",
        "400, IncorrectVpcStatus, same order again",
        "403, InvalidSecurityToken.Expired, same order again",
        "400, InvalidTimeStamp.Expired, same order again",
        "400, SignatureDoesNotMatch, same order again",
        "404, InvalidAccessKeyId.NotFound, same order again",
        "400, Account.Arrearage, refused",
        "400, InsufficientBalance, refused",
        "403, InvalidAccountStatus.NotEnoughBalance, refused",
        "403, Forbidden.RiskControl, refused",
        "403, RealNameAuthenticationError, refused",
        "400, QuotaExceed.AfterpayInstance, refused",
        "403, QuotaExceed.ElasticQuota, refused",
        "403, SecurityGroupInstanceLimitExceed, refused",
        "403, InvalidUser.PassRoleForbidden, refused",
        "401, InvalidRamRole.NotEcsRole, refused",
        "404, InvalidImageId.NotFound, refused",
        "404, InvalidVSwitchId.NotFound, refused",
        "404, InvalidSecurityGroupId.NotFound, refused",
        "404, InvalidLaunchTemplate.NotFound, refused",
        "404, InvalidLaunchTemplateVersion.NotFound, refused",
        "400, InvalidSpotStrategy, refused",
        "400, InvalidSpotPriceLimit, refused",
        "400, InvalidSpotDuration, refused",
        "400, InvalidSpotInterruptionBehavior, refused",
        "400, IdempotentParameterMismatch, refused"
    })
    void endsAsTheSpecificationSays(int status, String code, String expected) {
        // Given
        shop.empty();
        var old = shop.running(Map.of("spot", true));
        var attempt = shop.attempt("code-" + ++events, old);
        var purchasing = shop.purchasing(SETTINGS);
        shop.refuse(code, status, 1000);

        // When
        var first = shop.next(purchasing, attempt, old);
        shop.console.delete("faults");
        var end = first instanceof Purchase.Waiting ? shop.all(purchasing, attempt, old) : first;

        // Then
        var ended = how(end);
        TABLE.add("| %d | `%s` | %s |".formatted(status, code, ended));
        assertThat(ended).isEqualTo(expected);
    }

    private static String how(Purchase end) {
        if (end instanceof Purchase.Refused) {
            return "refused";
        }
        if (!(end instanceof Purchase.Bought)) {
            return end.toString();
        }
        var tokens = shop.runs().stream()
                .map(call -> call.getJsonObject("parameters").getString("ClientToken"))
                .distinct()
                .count();
        return tokens == 1 ? "same order again" : "next candidate";
    }
}
