namespace LtoAutoscope.Daemon.Web.Access;

/// <summary>The address from which a request came.</summary>
internal static class ClientAddress
{
    /// <summary>As text; an IPv4 address in IPv6 clothes comes out plain.</summary>
    public static string Of(HttpContext context)
        => context.Connection.RemoteIpAddress is { } address ? (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString() : "unknown";
}
