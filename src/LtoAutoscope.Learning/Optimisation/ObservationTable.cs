using LtoAutoscope.Domain;
using LtoAutoscope.Learning.Scores;
using LtoAutoscope.Learning.Tables;

namespace LtoAutoscope.Learning.Optimisation;

/// <summary>
/// Reads tried syntheses from a table: a column a parameter of the space, the objective, and optionally <c>&lt;objective&gt;_sd</c> (standard deviation of that row's value) and a name (<c>sample</c>, <c>name</c> or
/// <c>label</c>). Rows with the same settings are repeats. A row without the objective is a planned synthesis.
/// </summary>
public sealed class ObservationTable
{
    private ObservationTable(string column, IReadOnlyList<Observation> measured, IReadOnlyList<IReadOnlyList<double>> planned) => (Column, Measured, Planned) = (column, measured, planned);

    /// <summary>The column, or columns, from which the objective was taken.</summary>
    public string Column { get; }

    /// <summary>Single measurements, one a row.</summary>
    public IReadOnlyList<Observation> Measured { get; }

    /// <summary>Settings of the rows without the objective.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Planned { get; }

    /// <summary>Reads a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="space">The space whose parameters are columns of it.</param>
    /// <param name="objective">The figure to raise or lower.</param>
    /// <exception cref="InputException">A column is missing, or a field does not fit; the message names file, line and column.</exception>
    public static ObservationTable Read(CsvTable table, SearchSpace space, ObjectiveColumn objective)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(objective);
        string[] missing = [.. space.Parameters.Where(parameter => !table.Has(parameter.Name)).Select(parameter => parameter.Name)];
        if (missing.Length > 0) throw new InputException($"the space's parameter{(missing.Length == 1 ? "" : "s")} {string.Join(", ", missing)} {(missing.Length == 1 ? "is" : "are")} no column", table.Source, $"Add the column, or take the parameter out of the space; the columns are {string.Join(", ", table.Columns)}");
        string[][] settings = [.. space.Parameters.Select(parameter => table.Texts(parameter.Name))];
        (string column, Func<int, double?> value) = ValueOf(table, objective);
        string? deviationColumn = table.Has(column + "_sd") ? column + "_sd" : null;
        string? labelColumn = new[] { "sample", "name", "label" }.FirstOrDefault(table.Has);
        string[]? labels = labelColumn is null ? null : table.Texts(labelColumn), deviations = deviationColumn is null ? null : table.Texts(deviationColumn);
        List<Observation> measured = [];
        List<IReadOnlyList<double>> planned = [];
        for (int row = 0; row < table.RowCount; row++)
        {
            double[] point = [.. space.Parameters.Select((parameter, i) => Setting(table, row, parameter, settings[i][row]))];
            if (value(row) is not { } found)
            {
                planned.Add(point);
                continue;
            }

            double deviation = deviations is null || deviations[row].Length == 0 ? 0 : Number(table, row, deviationColumn!, deviations[row]);
            if (deviation < 0) throw new InputException(FormattableString.Invariant($"the standard deviation {deviation} is negative"), At(table, row, deviationColumn!), "Write a number above 0, or leave the field empty");
            measured.Add(new Observation(point, found, deviation * deviation) { Label = labels?[row] ?? $"line {table.LineOf(row)}" });
        }

        return new ObservationTable(column, measured, planned);
    }

    private static (string Column, Func<int, double?> Value) ValueOf(CsvTable table, ObjectiveColumn objective)
    {
        string? direct = objective.Name == "capacity" ? ObjectiveColumn.CapacityColumns.FirstOrDefault(table.Has) : table.Has(objective.Name) ? objective.Name : null;
        if (direct is not null)
        {
            string[] texts = table.Texts(direct);
            return (direct, row => texts[row].Length == 0 ? null : Number(table, row, direct, texts[row]));
        }

        if (objective.Name != ObjectiveColumn.HyperScore) throw new InputException($"there is no column '{(objective.Name == "capacity" ? string.Join("' or '", ObjectiveColumn.CapacityColumns) : objective.Name)}' for the objective", table.Source, $"Name one by --objective; the columns are {string.Join(", ", table.Columns)}");
        if (!table.Has("ce1")) throw new InputException("the HyperScore needs a column 'hyperscore' or 'ce1'", table.Source, "Add ce1 as a fraction");
        string[] efficiencies = table.Texts("ce1");
        string? capacityColumn = ObjectiveColumn.CapacityColumns.FirstOrDefault(table.Has);
        if (objective.Value == ScoreValue.EfficiencyTimesCapacity && capacityColumn is null) throw new InputException("V = CE₁ · capacity / theoretical capacity needs a column 'capacity' or 'capacity_mAh_g'", table.Source, "Add it in mAh/g, or take V = CE₁ alone");
        string[]? capacities = capacityColumn is null ? null : table.Texts(capacityColumn);
        return ("hyperscore", row =>
        {
            if (efficiencies[row].Length == 0 || (objective.Value == ScoreValue.EfficiencyTimesCapacity && capacities![row].Length == 0)) return null;
            double ce1 = Number(table, row, "ce1", efficiencies[row]);
            if (ce1 is not (> 0 and <= 1.05)) throw new InputException(FormattableString.Invariant($"the efficiency {ce1} is no fraction"), At(table, row, "ce1"), "Write a fraction such as 0.95, not a percentage");
            double? capacity = objective.Value == ScoreValue.Efficiency ? null : Number(table, row, capacityColumn!, capacities![row]);
            return SampleScore.ValueOf(objective.Value, ce1, capacity, objective.TheoreticalMAhG) is { } v ? objective.Score.Of(v) : null;
        });
    }

    private static double Setting(CsvTable table, int row, SpaceParameter parameter, string text)
    {
        double value = parameter.Parse(text) ?? throw new InputException(parameter.Kind == ParameterKind.Categorical ? $"'{text}' is no level" : $"'{text}' is no number that fits", At(table, row, parameter.Name), $"Write one of {parameter.Range()}");
        double place = parameter.Encode(value);
        return parameter.Kind == ParameterKind.Categorical || place is >= -1 and <= 2
            ? value
            : throw new InputException($"{text} lies far outside the range {parameter.Range()}", At(table, row, parameter.Name), "Correct the unit or the value, or widen the range of the space");
    }

    private static double Number(CsvTable table, int row, string column, string text)
        => double.TryParse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value
            : throw new InputException($"'{text}' is no number", At(table, row, column), "Write a finite number with a decimal point, or leave the field empty for a synthesis that is not measured yet");

    private static string At(CsvTable table, int row, string column) => $"{table.Source}, line {table.LineOf(row)}, column '{column}'";
}
