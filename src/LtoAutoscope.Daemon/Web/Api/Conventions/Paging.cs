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
        PageLinks.Write(http, number, size, all.Count);
        return [.. all.Skip((int)Math.Min((number - 1L) * size, all.Count)).Take(size)];
    }

    /// <summary>Page and size within their ranges.</summary>
    /// <exception cref="InputException">One of them is out of range.</exception>
    public static (int Page, int Size) Checked(int? page, int? pageSize)
    {
        if (page is < 1) throw new InputException($"there is no page {page}", "page", "Give 1 for the first page");
        if (pageSize is < 1 or > LargestPage) throw new InputException($"a page of {pageSize} cannot be given", "page_size", $"Give 1 to {LargestPage}");
        return (page ?? 1, pageSize ?? LargestPage);
    }
}
