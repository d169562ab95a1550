namespace LtoAutoscope.Fem.CellTests.Formats;

/// <summary>What is special to one program's delimited export.</summary>
internal sealed record TableDialect(string Format)
{
    /// <summary>Its own names of columns, preferred to the general ones.</summary>
    public IReadOnlyDictionary<TestQuantity, string[]> Names { get; init; } = new Dictionary<TestQuantity, string[]>();

    /// <summary>Units that its columns have where the header names none.</summary>
    public IReadOnlyDictionary<TestQuantity, string> Units { get; init; } = new Dictionary<TestQuantity, string>();

    /// <summary>Line of the header row, from 1, as the file itself says it; null to find it.</summary>
    public Func<IReadOnlyList<string>, int?> HeaderLine { get; init; } = _ => null;

    /// <summary>When the test began, as the lines above the header say it; null where they do not.</summary>
    public Func<IReadOnlyList<string>, string?> Started { get; init; } = _ => null;

    /// <summary>Whether dates with dots have the day first; not where the program writes the month first with dots, too.</summary>
    public bool AreDotsDayFirst { get; init; } = true;

    /// <summary>Whether the column of the state decides the current's sign: some exports write amounts.</summary>
    public bool StateGivesSign { get; init; }

    /// <summary>Fields that rows of figures leave empty at their beginning; other rows are summaries. 0 where there are none.</summary>
    public int LeadingEmpty { get; init; }
}
