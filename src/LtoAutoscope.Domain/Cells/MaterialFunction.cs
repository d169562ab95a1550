namespace LtoAutoscope.Domain.Cells;

/// <summary>A property of a material over its lithiation x (0…1), as it was given: an expression in x, or a table with monotone interpolation.</summary>
public sealed class MaterialFunction : IEquatable<MaterialFunction>
{
    /// <summary>An expression.</summary>
    /// <param name="expression">In x and T, such as <c>4.2 - 0.8*x</c>.</param>
    public MaterialFunction(string expression)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(expression);
        (Expression, Table) = (expression, []);
    }

    /// <summary>A table.</summary>
    /// <param name="table">Pairs (x, value) in rising order of x; beyond the ends the end's value holds.</param>
    public MaterialFunction(IReadOnlyList<(double X, double Y)> table)
    {
        ArgumentNullException.ThrowIfNull(table);
        Table = table;
    }

    /// <summary>The expression; null where it is a table.</summary>
    public string? Expression { get; }

    /// <summary>The table; empty where it is an expression.</summary>
    public IReadOnlyList<(double X, double Y)> Table { get; }

    /// <inheritdoc/>
    public bool Equals(MaterialFunction? other) => other is not null && Expression == other.Expression && Table.SequenceEqual(other.Table);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as MaterialFunction);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Expression, Table.Count, Table.Count > 0 ? Table[^1] : default);
}
