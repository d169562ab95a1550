namespace LtoAutoscope.Daemon.Web;

/// <summary>Keeps redirects on this server.</summary>
internal static class LocalPath
{
    /// <summary>The address when it is a path of this server, else <paramref name="otherwise"/>.</summary>
    public static string Or(string? address, string otherwise)
        => address is { Length: > 0 and < 2048 } && address[0] == '/' && (address.Length == 1 || address[1] is not ('/' or '\\'))
            && !address.Any(char.IsControl)
                ? address
                : otherwise;

    /// <summary>The page from which a request came, when it is one of this server's.</summary>
    public static string OfReferer(HttpRequest request)
        => Uri.TryCreate(request.Headers.Referer, UriKind.Absolute, out var page) && page.Authority == request.Host.Value
            ? Or(page.PathAndQuery, "/")
            : "/";
}
