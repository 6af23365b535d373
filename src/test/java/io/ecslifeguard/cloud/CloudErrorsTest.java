package io.ecslifeguard.cloud;

import static io.ecslifeguard.cloud.EcsTest.KEYS;
import static io.ecslifeguard.cloud.EcsTest.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.ecslifeguard.event.InstanceId;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloudErrorsTest {

    FakeCloud cloud;
    CloudConfig config;
    CloudCalls calls;

    @BeforeEach
    void start() throws IOException {
        cloud = new FakeCloud();
        config = TestCloudConfig.at(cloud.endpoint());
        calls = new CloudCalls(config, new RecordedCalls(), RecordedCalls.NO_TALLY, RecordedCalls.NO_PACE);
    }

    @AfterEach
    void stop() {
        calls.close();
        cloud.close();
    }

    @ParameterizedTest
    @CsvSource({
        "404, InvalidInstanceId.NotFound, NOT_FOUND, 1",
        "403, IncorrectInstanceStatus, WRONG_STATE, 1",
        "403, IncorrectInstanceStatus.Initializing, BUSY, 3",
        "403, InstanceNotReady, BUSY, 3",
        "500, InstanceNotReady, BUSY, 3",
        "403, InstanceLockedForSecurity, LOCKED, 1",
        "403, InstanceExpired, MONEY, 1",
        "403, DiskInArrears, MONEY, 1",
        "400, InsufficientBalance, MONEY, 1",
        "403, InsufficientBalance, MONEY, 1",
        "403, DiskError, INVALID, 1",
        "403, OperationDenied.NoStock, NO_STOCK, 1",
        "403, OperationDenied.SpotPriceLowerThanPublicPrice, NO_STOCK, 1",
        "400, LackResource, NO_STOCK, 1",
        "400, InvalidDedicatedHost.NotEnoughResource, NO_STOCK, 1",
        "400, Invalid.PrivatePoolOptions.NoStock, NO_STOCK, 1",
        "400, InvalidInstance.NotFoundSystemDisk, INVALID, 1",
        "403, InvalidParameter.KMSKeyId.NotFound, INVALID, 1",
        "403, QuotaExceed.ElasticQuota, QUOTA, 1",
        "403, InvalidParameter.KMSKeyId.KMSUnauthorized, DENIED, 1",
        "500, InternalError, UNAVAILABLE, 1",
        "503, ServiceUnavailable, UNAVAILABLE, 1",
        "403, OperationConflict, BUSY, 3",
        "400, InvalidOperation.Conflict, BUSY, 3",
        "400, LastTokenProcessing, BUSY, 3",
        "400, Throttling, THROTTLED, 3",
        "400, Throttling.User, THROTTLED, 3",
        "503, Throttling.Api, THROTTLED, 3",
        "429, Rejected.Throttling, THROTTLED, 3",
        "429, SomethingNew, THROTTLED, 3",
        "403, Forbidden.RAM, DENIED, 1",
        "403, NoPermission, DENIED, 1",
        "400, SignatureDoesNotMatch, SIGNATURE, 1",
        "404, InvalidAccessKeyId.NotFound, SIGNATURE, 1",
        "400, InvalidSecurityToken.Expired, SIGNATURE, 1",
        "400, InvalidTimeStamp.Expired, SIGNATURE, 1",
        "404, SomethingNew, UNKNOWN, 1",
        "502, SomethingNew, UNAVAILABLE, 1"
    })
    void everyErrorOfAStartHasItsMeaning(int status, String code, Meaning meaning, int attempts) {
        // Given
        cloud.thenError(status, code, "The vendor's words.");
        var ecs = new Ecs(config, KEYS, calls);

        // When
        var failure = failureOf(ecs.start(new InstanceId("i-1"), CallBy.nobody()));

        // Then
        assertThat(failure.meaning()).isEqualTo(meaning);
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.httpStatus()).contains(status);
        assertThat(failure.requestId()).contains("R-2");
        assertThat(failure).hasMessageContaining(code).hasMessageContaining("R-2");
        assertThat(cloud.calls()).hasSize(attempts);
    }

    @ParameterizedTest
    @CsvSource({
        "400, ServiceIsConfiguring, A previous configuration is pending; please try again later., BUSY, 3",
        "400, VServerGroupProcessing, m, BUSY, 3",
        "400, OperationBusy, m, BUSY, 3",
        "409, BackendServer.configuring, m, BUSY, 3",
        "409, ServiceIsStopping, m, BUSY, 3",
        "449, SystemBusy, m, BUSY, 3",
        "400, ProcessingSameRequest, m, BUSY, 3",
        "503, ServiceUnavailable, The cloud instance id is invaild., UNAVAILABLE, 3",
        "500, InternalError, m, UNAVAILABLE, 3",
        "500, InternalInvokeError, m, UNAVAILABLE, 3",
        "400, Throttling.User, m, THROTTLED, 3",
        "400, ObtainIpFail, some of the specified backend servers do not exist or are not running, NOT_RUNNING, 1",
        "404, InvalidParameter, The specified VServerGroupId does not exist., NOT_FOUND, 1",
        "400, InvalidParameter, The parameter is malformed., UNKNOWN, 1",
        "404, InvalidLoadBalancerId.NotFound, m, NOT_FOUND, 1",
        "404, InvalidServerId.NotFound, m, NOT_FOUND, 1",
        "400, TooManyBackendServers, m, INVALID, 1",
        "400, BackendServersMalformed, m, INVALID, 1",
        "400, InvalidWeight.Malformed, m, INVALID, 1",
        "400, InvalidBackendServers.Inconsistent, m, INVALID, 1",
        "400, NetworkConflict, m, INVALID, 1",
        "403, Forbidden, m, DENIED, 1",
        "400, QuotaExceeded.BackendServers, m, QUOTA, 1"
    })
    void everyErrorOfALoadBalancerHasItsMeaning(
            int status, String code, String message, Meaning meaning, int attempts) {
        // Given
        cloud.thenError(status, code, message);
        var slb = new Slb(config, KEYS, calls);

        // When
        var failure = failureOf(
                slb.setWeights(new ServerGroupId("rsp-1"), List.of(SlbTest.backend("i-1", 80)), CallBy.nobody()));

        // Then
        assertThat(failure.meaning()).isEqualTo(meaning);
        assertThat(failure.code()).isEqualTo(code);
        assertThat(cloud.calls()).hasSize(attempts);
    }
}
