package io.ecslifeguard.localcloud.ecs;

import io.ecslifeguard.localcloud.core.ApiError;
import io.ecslifeguard.localcloud.core.Parameters;

/**
 * The errors that more than one ECS action answers.
 *
 * @see <a href="https://api.alibabacloud.com/document/Ecs/2014-05-26/errorCode">ECS error codes</a>
 */
final class EcsErrors {

    private EcsErrors() {}

    static ApiError noInstance() {
        return new ApiError(404, "InvalidInstanceId.NotFound", "The specified InstanceId does not exist.");
    }

    static ApiError wrongStatus() {
        return new ApiError(
                403, "IncorrectInstanceStatus", "The current status of the resource does not support this operation.");
    }

    static ApiError locked() {
        return new ApiError(
                403,
                "InstanceLockedForSecurity",
                "The specified operation is denied as your instance is locked for security reasons.");
    }

    static ApiError expired() {
        return new ApiError(
                403,
                "InstanceExpired",
                "The postPaid instance has been expired. Please ensure your account have enough balance.");
    }

    static ApiError lowPriceLimit(String code, int status) {
        return new ApiError(
                status, code, "The specified parameter \"spotPriceLimit\" can't be lower than the public price.");
    }

    static ApiError quota(int most) {
        return new ApiError(
                403,
                "QuotaExceed.ElasticQuota",
                "The number of instances exceeds the quota assigned to your account: the local cloud holds at most "
                        + most + ".");
    }

    /** Fails a call that asks for its checks only, once they are passed. */
    static void checkDryRun(Parameters parameters) {
        if (parameters.flag("DryRun")) {
            throw new ApiError(400, "DryRunOperation", "Request validation has been passed with DryRun flag set.");
        }
    }
}
