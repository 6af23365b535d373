package io.ecslifeguard.cloud;

import static io.ecslifeguard.cloud.EcsTest.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.credentials.Client;
import com.aliyun.credentials.models.Config;
import io.ecslifeguard.event.InstanceId;
import io.ecslifeguard.localcloud.LocalCloud;
import io.ecslifeguard.localcloud.LocalCloudOptions;
import io.ecslifeguard.testing.Console;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every code that the specification names, as the local cloud answers it and the SDK reads it. */
class RunErrorsTest {

    static LocalCloud cloud;
    static Console console;
    static CloudCalls calls;
    static Ecs ecs;
    static Slb slb;

    @BeforeAll
    static void start() {
        cloud = LocalCloud.start(LocalCloudOptions.DEFAULT.withPort(0));
        var url = "http://127.0.0.1:" + cloud.port();
        console = new Console(url);
        var config = TestCloudConfig.at(url);
        var keys = new Client(
                new Config().setType("access_key").setAccessKeyId("test").setAccessKeySecret("test"));
        calls = new CloudCalls(config, new RecordedCalls(), RecordedCalls.NO_TALLY, RecordedCalls.NO_PACE);
        ecs = new Ecs(config, keys, calls);
        slb = new Slb(config, keys, calls);
    }

    @AfterEach
    void forget() {
        console.delete("faults");
        console.delete("calls");
    }

    @AfterAll
    static void stop() {
        calls.close();
        cloud.close();
    }

    @ParameterizedTest
    @CsvSource({
        // this pool cannot: the next one may
        "403, OperationDenied.NoStock, NO_STOCK, 1",
        "400, Zone.NotOnSale, NO_STOCK, 1",
        "403, Zone.NotOnSale, NO_STOCK, 1",
        "403, Zone.NotOpen, NO_STOCK, 1",
        "403, OperationDenied.ZoneNotAllowed, NO_STOCK, 1",
        "403, InvalidInstanceType.ZoneNotSupported, NO_STOCK, 1",
        "403, InstanceType.Offline, NO_STOCK, 1",
        "400, ResourceNotAvailable, NO_STOCK, 1",
        "400, InvalidVSwitchId.IpNotEnough, NO_STOCK, 1",
        "400, QuotaExceeded.PrivateIpAddress, NO_STOCK, 1",
        "400, InvalidSpotPriceLimit.LowerThanPublicPrice, PRICE_LIMIT, 1",
        // again, with the same token
        "500, InternalError, UNAVAILABLE, 3",
        "503, ServiceUnavailable, UNAVAILABLE, 3",
        "400, Throttling, THROTTLED, 3",
        "400, Throttling.User, THROTTLED, 3",
        "403, NodeControllerUnavailable, UNAVAILABLE, 3",
        "404, OperationDenied.CreatingConflict, BUSY, 3",
        "403, OperationDenied.ResourceControl, BUSY, 3",
        "400, IncorrectVSwitchStatus, BUSY, 3",
        "400, IncorrectVpcStatus, BUSY, 3",
        // stop, and tell
        "400, Account.Arrearage, MONEY, 1",
        "400, InsufficientBalance, MONEY, 1",
        "403, InvalidAccountStatus.NotEnoughBalance, MONEY, 1",
        "403, Forbidden.RiskControl, INVALID, 1",
        "403, RealNameAuthenticationError, INVALID, 1",
        "400, QuotaExceed.AfterpayInstance, QUOTA, 1",
        "403, QuotaExceed.ElasticQuota, QUOTA, 1",
        "403, SecurityGroupInstanceLimitExceed, QUOTA, 1",
        "403, InvalidUser.PassRoleForbidden, DENIED, 1",
        "401, InvalidRamRole.NotEcsRole, INVALID, 1",
        "404, InvalidImageId.NotFound, INVALID, 1",
        "404, InvalidVSwitchId.NotFound, INVALID, 1",
        "404, InvalidSecurityGroupId.NotFound, INVALID, 1",
        "404, InvalidLaunchTemplate.NotFound, INVALID, 1",
        "404, InvalidLaunchTemplateVersion.NotFound, INVALID, 1",
        "400, InvalidSpotStrategy, INVALID, 1",
        "400, InvalidSpotInterruptionBehavior.LocalDiskNotSupport, INVALID, 1",
        "400, IdempotentParameterMismatch, INVALID, 1",
        "403, Forbidden.RAM, DENIED, 1"
    })
    void everyErrorOfBuyingHasItsMeaning(int status, String code, Meaning meaning, int attempts) {
        // Given
        var order = new RunOrder(
                "token",
                Optional.of(new LaunchTemplate("lt-1", Optional.empty())),
                Optional.empty(),
                "ecs.g7.large",
                "vsw-1",
                true,
                Optional.empty(),
                Map.of());

        // When
        var failure = failed("ecs:RunInstances", status, code, ecs.run(order, CallBy.nobody()));

        // Then
        assertThat(failure.meaning()).isEqualTo(meaning);
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.requestId()).isPresent();
        assertThat(console.calls("ecs:RunInstances", "\"ClientToken\":\"token\""))
                .hasSize(attempts);
    }

    @ParameterizedTest
    @CsvSource({
        "404, InvalidInstanceId.NotFound, NOT_FOUND, 1",
        "403, IncorrectInstanceStatus, WRONG_STATE, 1",
        "403, InstanceNotReady, BUSY, 3",
        "500, InstanceNotReady, BUSY, 3",
        "403, InstanceLockedForSecurity, LOCKED, 1",
        "403, InstanceExpired, MONEY, 1",
        "403, DiskInArrears, MONEY, 1",
        "400, InsufficientBalance, MONEY, 1",
        "403, DiskError, INVALID, 1",
        "403, OperationDenied.NoStock, NO_STOCK, 1",
        "403, OperationDenied.SpotPriceLowerThanPublicPrice, NO_STOCK, 1",
        "403, QuotaExceed.ElasticQuota, QUOTA, 1",
        "403, InvalidParameter.KMSKeyId.KMSUnauthorized, DENIED, 1",
        "500, InternalError, UNAVAILABLE, 1",
        "503, ServiceUnavailable, UNAVAILABLE, 1",
        "403, OperationConflict, BUSY, 3",
        "403, IncorrectInstanceStatus.Initializing, BUSY, 3",
        "400, InvalidOperation.Conflict, BUSY, 3",
        "400, LastTokenProcessing, BUSY, 3",
        "400, Rejected.Throttling, THROTTLED, 3",
        "400, Throttling.Api, THROTTLED, 3"
    })
    void everyErrorOfStartingHasItsMeaning(int status, String code, Meaning meaning, int attempts) {
        // When
        var failure = failed("ecs:StartInstance", status, code, ecs.start(new InstanceId("i-1"), CallBy.nobody()));

        // Then
        assertThat(failure.meaning()).isEqualTo(meaning);
        assertThat(failure.code()).isEqualTo(code);
        assertThat(console.calls("ecs:StartInstance", "i-1")).hasSize(attempts);
    }

    @ParameterizedTest
    @CsvSource({
        "400, ServiceIsConfiguring, BUSY, 3",
        "400, VServerGroupProcessing, BUSY, 3",
        "400, OperationBusy, BUSY, 3",
        "409, BackendServer.configuring, BUSY, 3",
        "409, ServiceIsStopping, BUSY, 3",
        "449, SystemBusy, BUSY, 3",
        "400, ProcessingSameRequest, BUSY, 3",
        "503, ServiceUnavailable, UNAVAILABLE, 3",
        "500, InternalError, UNAVAILABLE, 3",
        "500, InternalInvokeError, UNAVAILABLE, 3",
        "400, Throttling.User, THROTTLED, 3",
        "400, ObtainIpFail, NOT_RUNNING, 1",
        "404, InvalidVServerGroupId.NotFound, NOT_FOUND, 1",
        "404, VServerGroupNotFound, NOT_FOUND, 1",
        "404, InvalidLoadBalancerId.NotFound, NOT_FOUND, 1",
        "404, InvalidServerId.NotFound, NOT_FOUND, 1",
        "400, InvalidServerId.NotFound, NOT_FOUND, 1",
        "400, TooManyBackendServers, INVALID, 1",
        "400, BackendServersMalformed, INVALID, 1",
        "400, InvalidWeight.Malformed, INVALID, 1",
        "400, InvalidBackendServers.Inconsistent, INVALID, 1",
        "400, NetworkConflict, INVALID, 1",
        "400, QuotaLimitExceeds, QUOTA, 1",
        "403, Forbidden, DENIED, 1"
    })
    void everyErrorOfALoadBalancerHasItsMeaning(int status, String code, Meaning meaning, int attempts) {
        // Given
        var group = new ServerGroupId("rsp-1");
        var one = List.of(SlbTest.backend("i-1", 80));

        // When
        var failure = failed(
                "slb:ModifyVServerGroupBackendServers", status, code, slb.swap(group, one, one, CallBy.nobody()));

        // Then
        assertThat(failure.meaning()).isEqualTo(meaning);
        assertThat(failure.code()).isEqualTo(code);
        assertThat(console.calls("slb:ModifyVServerGroupBackendServers", "rsp-1"))
                .hasSize(attempts);
    }

    private static CloudException failed(String operation, int status, String code, Uni<?> call) {
        console.act("faults", Map.of("operation", operation, "error", Map.of("status", status, "code", code)));
        return failureOf(call);
    }
}
