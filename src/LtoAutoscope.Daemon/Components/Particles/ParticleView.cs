using System.Globalization;
using LtoAutoscope.Daemon.Web.Particles;
using LtoAutoscope.Domain;
using LtoAutoscope.Storage.Columns;
using Microsoft.AspNetCore.WebUtilities;

namespace LtoAutoscope.Daemon.Components.Particles;

/// <summary>What the page Particles shows, as its address says it.</summary>
public sealed record ParticleView
{
    /// <summary>Side of a thumbnail, CSS pixels, where nobody chose.</summary>
    public const int UsualCell = 96;

    private static readonly string[] Own = ["sort", "x", "y", "cell", "outline"];

    /// <summary>Sides of thumbnails to choose from, CSS pixels.</summary>
    public static IReadOnlyList<int> Cells { get; } = [64, 96, 144, 208];

    /// <summary>Which particles.</summary>
    public ParticleFilter Filter { get; init; } = ParticleFilter.Everything;

    /// <summary>Order of the wall.</summary>
    public ParticleQuantity Sort { get; init; } = ParticleQuantity.All[0];

    /// <summary>Whether the largest come first.</summary>
    public bool Descending { get; init; } = true;

    /// <summary>Quantity across.</summary>
    public ParticleQuantity X { get; init; } = ParticleQuantity.All[0];

    /// <summary>Quantity up.</summary>
    public ParticleQuantity Y { get; init; } = ParticleQuantity.Find("circularity")!;

    /// <summary>Side of a thumbnail, CSS pixels.</summary>
    public int Cell { get; init; } = UsualCell;

    /// <summary>Whether outlines are drawn.</summary>
    public bool Outline { get; init; }

    /// <summary>The order as the API takes it.</summary>
    public string SortText => (Descending ? "-" : "") + Sort.Key;

    /// <summary>Reads an address.</summary>
    /// <exception cref="InputException">A key is unknown or malformed.</exception>
    public static ParticleView Of(string uri)
    {
        var address = new ParticleAddress(Pairs(uri), Own);
        (ParticleQuantity? sort, bool descending) = address.Sort();
        int cell = address.Number("cell", UsualCell, Cells[0], Cells[^1]);
        return new ParticleView
        {
            Filter = address.Filter, Sort = sort ?? ParticleQuantity.All[0], Descending = sort is null || descending, X = address.Quantity("x", ParticleQuantity.Diameter), Y = address.Quantity("y", "circularity"),
            Cell = Cells.MinBy(known => Math.Abs(known - cell)), Outline = address.Choice("outline", "0", "1"),
        };
    }

    /// <summary>The query of its address; what is as usual is left out.</summary>
    public string Query()
    {
        List<string> parts = [];
        string filter = ParticleFilterText.Format(Filter);
        if (filter.Length > 0) parts.Add(filter);
        if (SortText != "-" + ParticleQuantity.Diameter) parts.Add($"sort={SortText}");
        if (X.Key != ParticleQuantity.Diameter) parts.Add($"x={X.Key}");
        if (Y.Key != "circularity") parts.Add($"y={Y.Key}");
        if (Cell != UsualCell) parts.Add(string.Create(CultureInfo.InvariantCulture, $"cell={Cell}"));
        if (Outline) parts.Add("outline=1");
        return parts.Count > 0 ? "?" + string.Join('&', parts) : "";
    }

    /// <summary>The same with another range of a quantity; null for none.</summary>
    public ParticleView WithRange(ParticleQuantity quantity, double? low, double? high)
    {
        List<QuantityRange> ranges = [.. Filter.Ranges.Where(range => range.Quantity.Key != quantity.Key)];
        if (low is not null || high is not null) ranges.Add(new QuantityRange(quantity, low ?? double.NegativeInfinity, high ?? double.PositiveInfinity));
        return this with { Filter = Filter with { Ranges = [.. ranges.OrderBy(range => range.Quantity.Key, StringComparer.Ordinal)] } };
    }

    /// <summary>Keys and values of an address.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Pairs(string uri)
        => QueryHelpers.ParseQuery(new Uri(uri).Query).SelectMany(pair => pair.Value.Select(value => KeyValuePair.Create(pair.Key, value ?? "")));
}
