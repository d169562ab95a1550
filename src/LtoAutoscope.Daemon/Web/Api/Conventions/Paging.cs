using LtoAutoscope.Domain;

namespace LtoAutoscope.Daemon.Web.Api.Conventions;

/// <summary>Pages of long lists: <c>?page=1&amp;page_size=50</c>; the answer stays an array, with <c>X-Total-Count</c> and <c>Link</c> (RFC 8288) beside it. Without these parameters the whole list comes, up to the largest page.</summary>
internal static class Paging
{
    /// <summary>The largest page.</summary>
    public const int LargestPage = 1000;

    /// <summary>A page of a list.</summary>
    /// <param name="all">The list.</param>
    /// <param name="page">From 1; null for the first.</param>
    /// <param name="pageSize">1…1,000; null for the largest.</param>
    /// <param name="http">The request, whose answer gets the headers.</param>
    /// <exception cref="InputException">One of them is out of range.</exception>
    public static IReadOnlyList<T> Of<T>(IReadOnlyList<T> all, int? page, int? pageSize, HttpContext http)
    {
        (int number, int size) = Checked(page, pageSize);
        Tell(http, number, size, all.Count);
        return [.. all.Skip((number - 1) * size).Take(size)];
    }

    /// <summary>Page and size within their ranges.</summary>
    /// <exception cref="InputException">One of them is out of range.</exception>
    public static (int Page, int Size) Checked(int? page, int? pageSize)
    {
        if (page is < 1) throw new InputException($"there is no page {page}", "page", "Give 1 for the first page");
        if (pageSize is < 1 or > LargestPage) throw new InputException($"a page of {pageSize} cannot be given", "page_size", $"Give 1 to {LargestPage}");
        return (page ?? 1, pageSize ?? LargestPage);
    }

    /// <summary>Writes the headers.</summary>
    public static void Tell(HttpContext http, int page, int size, long total)
    {
        http.Response.Headers["X-Total-Count"] = total.ToString(System.Globalization.CultureInfo.InvariantCulture);
        List<string> links = [];
        if (page > 1) links.Add(Link(http, page - 1, size, "prev"));
        if ((long)page * size < total) links.Add(Link(http, page + 1, size, "next"));
        if (links.Count > 0) http.Response.Headers.Link = string.Join(", ", links);
    }

    private static string Link(HttpContext http, int page, int size, string relation)
    {
        var query = new Parameters(http.Request.Query).With("page", page).With("page_size", size);
        return $"<{http.Request.Path}{query}>; rel=\"{relation}\"";
    }

    private sealed class Parameters(IQueryCollection query)
    {
        private readonly Dictionary<string, string?> _values = query.ToDictionary(pair => pair.Key, pair => (string?)pair.Value.ToString(), StringComparer.Ordinal);

        public Parameters With(string key, int value)
        {
            _values[key] = value.ToString(System.Globalization.CultureInfo.InvariantCulture);
            return this;
        }

        public override string ToString() => QueryString.Create(_values).ToUriComponent();
    }
}
