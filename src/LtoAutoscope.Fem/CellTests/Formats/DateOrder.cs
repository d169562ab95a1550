using System.Globalization;

namespace LtoAutoscope.Fem.CellTests.Formats;

/// <summary>
/// Whether the dates of a file have the day or the month first: one order for all its rows. A figure above 12 is a day; else dates with dots have the day first, where the program writes them so; else the order
/// holds under which the rows lie closer together, since the wrong one makes a month of each day; else the month is first.
/// </summary>
internal sealed class DateOrder
{
    /// <summary>Rows without such a date after which none is looked for.</summary>
    private const int MostOthers = 100;

    private readonly bool _areDotsDayFirst;
    private DateParts? _last;
    private char _separator;
    private bool? _told;
    private int _others;
    private double _dayFirstDays, _monthFirstDays;

    private DateOrder(bool areDotsDayFirst) => _areDotsDayFirst = areDotsDayFirst;

    private bool IsOpen => _told is null && _dayFirstDays != _monthFirstDays;

    private bool IsDayFirst => _told ?? ((_separator == '.' && _areDotsDayFirst) || _dayFirstDays < _monthFirstDays);

    /// <summary>Finds it, with what to tell a person where it was not certain.</summary>
    /// <param name="fields">The dates of the rows, in order; as many as are needed are read.</param>
    /// <param name="started">When the file itself says that the test began, or null.</param>
    /// <param name="areDotsDayFirst">Whether the program writes dates with dots only with the day first.</param>
    internal static (bool IsDayFirst, string? Note) Find(IEnumerable<string> fields, string? started, bool areDotsDayFirst)
    {
        var order = new DateOrder(areDotsDayFirst);
        foreach (string field in fields)
            if (!order.Take(field)) break;
        if (order._last is null) return (false, null);
        if (order._told is null && DateParts.Find(started.AsSpan().Trim()) is { } start) order._told = Day(start);
        string first = order.IsDayFirst ? "day" : "month";
        return (order.IsDayFirst, order.IsOpen
            ? string.Create(CultureInfo.InvariantCulture, $"The dates can have the day or the month first; the {first} was taken as first, {(order.IsDayFirst == (order._dayFirstDays < order._monthFirstDays) ? "which keeps the rows closer together" : "as dates with dots have it")}. If it is not, export them with the year first, or with the time of the test.")
            : null);
    }

    /// <summary>Takes the next row's date; false when no further one is needed.</summary>
    private bool Take(string field)
    {
        ReadOnlySpan<char> text = field.AsSpan().Trim();
        // A broken row says nothing; where the year stands first, or times are no dates, there is nothing to find.
        if (DateParts.Find(text) is not { } parts) return _last is not null || ++_others < MostOthers;
        if (_last == parts) return true;
        _separator = parts.Separator;
        if (_last is { } last && Days(last, false) is { } one && Days(parts, false) is { } two && Days(last, true) is { } other && Days(parts, true) is { } another)
        {
            _monthFirstDays += Math.Abs(two - one);
            _dayFirstDays += Math.Abs(another - other);
        }

        _last = parts;
        _told = Day(parts);
        return _told is null;
    }

    /// <summary>True where the first figure can only be the day, false where the second can, else null.</summary>
    private static bool? Day(DateParts parts) => parts.First is > 12 and <= 31 && parts.Second is >= 1 and <= 12 ? true : parts.Second is > 12 and <= 31 && parts.First is >= 1 and <= 12 ? false : null;

    private static double? Days(DateParts parts, bool isDayFirst)
    {
        (int day, int month) = isDayFirst ? (parts.First, parts.Second) : (parts.Second, parts.First);
        return month is >= 1 and <= 12 && parts.Year is >= 1 and <= 9999 && day >= 1 && day <= DateTime.DaysInMonth(parts.Year, month) ? new DateTime(parts.Year, month, day, 0, 0, 0, DateTimeKind.Utc).Subtract(DateTime.UnixEpoch).TotalDays : null;
    }
}
