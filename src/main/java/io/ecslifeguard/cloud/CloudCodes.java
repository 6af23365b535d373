package io.ecslifeguard.cloud;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Set;

/**
 * The error codes of ECS and SLB, and what each means.
 *
 * @see <a href="https://www.alibabacloud.com/help/en/ecs/developer-reference/api-ecs-2014-05-26-startinstance">StartInstance</a>
 * @see <a href="https://www.alibabacloud.com/help/en/ecs/developer-reference/api-ecs-2014-05-26-runinstances">RunInstances</a>
 * @see <a href="https://www.alibabacloud.com/help/en/slb/classic-load-balancer/developer-reference/api-slb-2014-05-15-setvservergroupattribute">SetVServerGroupAttribute</a>
 */
final class CloudCodes {

    private static final Map<String, Meaning> CODES = Map.ofEntries(
            // ECS
            entry("InvalidInstanceId.NotFound", Meaning.NOT_FOUND),
            entry("IncorrectInstanceStatus", Meaning.WRONG_STATE),
            entry("IncorrectInstanceStatus.Initializing", Meaning.BUSY),
            entry("InstanceNotReady", Meaning.BUSY),
            entry("OperationConflict", Meaning.BUSY),
            entry("InvalidOperation.Conflict", Meaning.BUSY),
            entry("LastTokenProcessing", Meaning.BUSY),
            entry("InstanceLockedForSecurity", Meaning.LOCKED),
            entry("InstanceExpired", Meaning.MONEY),
            entry("DiskInArrears", Meaning.MONEY),
            entry("InsufficientBalance", Meaning.MONEY),
            entry("Account.Arrearage", Meaning.MONEY),
            entry("InvalidAccountStatus.NotEnoughBalance", Meaning.MONEY),
            entry("DiskError", Meaning.INVALID),
            entry("InvalidInstance.NotFoundSystemDisk", Meaning.INVALID),
            entry("InvalidParameter.KMSKeyId.NotFound", Meaning.INVALID),
            entry("OperationDenied.NoStock", Meaning.NO_STOCK),
            entry("LackResource", Meaning.NO_STOCK),
            entry("InvalidDedicatedHost.NotEnoughResource", Meaning.NO_STOCK),
            entry("Invalid.PrivatePoolOptions.NoStock", Meaning.NO_STOCK),
            entry("OperationDenied.SpotPriceLowerThanPublicPrice", Meaning.NO_STOCK),
            // RunInstances: this pool cannot
            entry("Zone.NotOnSale", Meaning.NO_STOCK),
            entry("Zone.NotOpen", Meaning.NO_STOCK),
            entry("OperationDenied.ZoneNotAllowed", Meaning.NO_STOCK),
            entry("InvalidInstanceType.ZoneNotSupported", Meaning.NO_STOCK),
            entry("InstanceType.Offline", Meaning.NO_STOCK),
            entry("ResourceNotAvailable", Meaning.NO_STOCK),
            entry("InvalidVSwitchId.IpNotEnough", Meaning.NO_STOCK),
            entry("QuotaExceeded.PrivateIpAddress", Meaning.NO_STOCK),
            entry("InvalidSpotPriceLimit.LowerThanPublicPrice", Meaning.PRICE_LIMIT),
            // RunInstances: again with the same token
            entry("NodeControllerUnavailable", Meaning.UNAVAILABLE),
            entry("OperationDenied.CreatingConflict", Meaning.BUSY),
            entry("OperationDenied.ResourceControl", Meaning.BUSY),
            entry("IncorrectVSwitchStatus", Meaning.BUSY),
            entry("IncorrectVpcStatus", Meaning.BUSY),
            // RunInstances: somebody has to change something. That an image is gone does not mean that the instance is
            entry("Forbidden.RiskControl", Meaning.INVALID),
            entry("RealNameAuthenticationError", Meaning.INVALID),
            entry("SecurityGroupInstanceLimitExceed", Meaning.QUOTA),
            entry("InvalidUser.PassRoleForbidden", Meaning.DENIED),
            entry("InvalidRamRole.NotEcsRole", Meaning.INVALID),
            entry("InvalidImageId.NotFound", Meaning.INVALID),
            entry("InvalidVSwitchId.NotFound", Meaning.INVALID),
            entry("InvalidSecurityGroupId.NotFound", Meaning.INVALID),
            entry("IdempotentParameterMismatch", Meaning.INVALID),
            entry("QuotaExceed.ElasticQuota", Meaning.QUOTA),
            entry("InvalidParameter.KMSKeyId.KMSUnauthorized", Meaning.DENIED),
            // SLB
            entry("ServiceIsConfiguring", Meaning.BUSY),
            entry("VServerGroupProcessing", Meaning.BUSY),
            entry("OperationBusy", Meaning.BUSY),
            entry("BackendServer.configuring", Meaning.BUSY),
            entry("ServiceIsStopping", Meaning.BUSY),
            entry("SystemBusy", Meaning.BUSY),
            entry("ProcessingSameRequest", Meaning.BUSY),
            entry("ObtainIpFail", Meaning.NOT_RUNNING),
            entry("InvalidLoadBalancerId.NotFound", Meaning.NOT_FOUND),
            entry("InvalidVServerGroupId.NotFound", Meaning.NOT_FOUND),
            entry("VServerGroupNotFound", Meaning.NOT_FOUND),
            entry("InvalidServerId.NotFound", Meaning.NOT_FOUND),
            entry("TooManyBackendServers", Meaning.INVALID),
            entry("BackendServersMalformed", Meaning.INVALID),
            entry("InvalidWeight.Malformed", Meaning.INVALID),
            entry("InvalidBackendServers.Inconsistent", Meaning.INVALID),
            entry("NetworkConflict", Meaning.INVALID),
            entry("QuotaLimitExceeds", Meaning.QUOTA),
            // both
            entry("InternalError", Meaning.UNAVAILABLE),
            entry("InternalInvokeError", Meaning.UNAVAILABLE),
            entry("ServiceUnavailable", Meaning.UNAVAILABLE),
            entry("Rejected.Throttling", Meaning.THROTTLED),
            entry("NoPermission", Meaning.DENIED),
            entry("SignatureDoesNotMatch", Meaning.SIGNATURE),
            entry("IncompleteSignature", Meaning.SIGNATURE),
            entry("SignatureNonceUsed", Meaning.SIGNATURE),
            entry("InvalidTimeStamp.Expired", Meaning.SIGNATURE),
            entry("InvalidTimeStamp.Format", Meaning.SIGNATURE));

    private static final Map<String, Meaning> PREFIXES = Map.of(
            "Throttling", Meaning.THROTTLED,
            "Forbidden", Meaning.DENIED,
            "InvalidAccessKeyId", Meaning.SIGNATURE,
            "InvalidSecurityToken", Meaning.SIGNATURE,
            "MissingSecurityToken", Meaning.SIGNATURE,
            "InstanceLocked", Meaning.LOCKED,
            "InvalidLaunchTemplate", Meaning.INVALID,
            "InvalidSpot", Meaning.INVALID,
            "QuotaExceed", Meaning.QUOTA);

    /** What kept an answer from coming, or from telling anything. */
    private static final Set<String> OWN = Set.of(
            "NoCredentials", "NoConnection", "NoAnswer", "Unexpected", "NotPermitted", "NotTold", "InvalidParameter");

    private CloudCodes() {}

    /** What a code means, with the HTTP status and the vendor's words where the code alone does not tell. */
    static Meaning meaning(String code, Integer status, String message) {
        // a vServer group that is gone has no code of its own
        if ("InvalidParameter".equals(code) && message != null && message.contains("does not exist")) {
            return Meaning.NOT_FOUND;
        }
        var meaning = CODES.get(code);
        if (meaning != null) {
            return meaning;
        }
        for (var prefix : PREFIXES.entrySet()) {
            if (code.startsWith(prefix.getKey())) {
                return prefix.getValue();
            }
        }
        if (status == null) {
            return Meaning.UNKNOWN;
        }
        return status == 429 ? Meaning.THROTTLED : status >= 500 ? Meaning.UNAVAILABLE : Meaning.UNKNOWN;
    }

    /** The code to count a failure by: the vendor has many, and may invent others. */
    static String known(String code) {
        if (CODES.containsKey(code) || OWN.contains(code)) {
            return code;
        }
        return PREFIXES.keySet().stream()
                .filter(code::startsWith)
                .sorted()
                .findFirst()
                .orElse("Other");
    }
}
