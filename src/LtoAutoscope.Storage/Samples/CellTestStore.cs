using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Storage.Samples;

/// <summary>Measured cells as files <c>cells/&lt;cell name&gt;.json</c>.</summary>
/// <remarks>Thread safety: of two writers of one cell the later one wins, whole.</remarks>
public sealed class CellTestStore(DataFolder data)
{
    /// <summary>Writes a cell test; one of the same cell is replaced.</summary>
    /// <exception cref="InputException">A name, the efficiency or the rate is out of range; all problems are listed.</exception>
    public Task SaveAsync(CellTest test, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(test);
        data.RequireWritable();
        List<string> problems = [];
        if (!SampleName.IsValid(test.CellName)) problems.Add($"cell_name: '{test.CellName}' must have 1 to 64 letters, digits, '.', '-' or '_', and start with a letter or digit");
        if (!SampleName.IsValid(test.SampleName)) problems.Add($"sample_name: '{test.SampleName}' is no sample name");
        if (test.Ce1 is not (> 0 and <= 1.05)) problems.Add(FormattableString.Invariant($"ce1: {test.Ce1} must be a fraction above 0 and at most 1.05 (not a percentage)"));
        if (test.RatePerHour is not (> 0 and <= 1000)) problems.Add(FormattableString.Invariant($"rate_per_hour: {test.RatePerHour} must lie above 0 and at most 1,000"));
        if (problems.Count > 0) throw new InputException(string.Join("; ", problems), $"cell '{test.CellName}'", "Correct these fields and save it again");
        return JsonFile.WriteAsync(Path.Combine(data.Cells, test.CellName + ".json"), test, cancellationToken);
    }

    /// <summary>All cell tests by the name of the cell; of one sample where it is given.</summary>
    /// <exception cref="InputException">A file cannot be read.</exception>
    public async Task<IReadOnlyList<CellTest>> ListAsync(string? sampleName, CancellationToken cancellationToken)
    {
        List<CellTest> tests = [];
        foreach (string path in Directory.EnumerateFiles(data.Cells, "*.json").Order(StringComparer.Ordinal))
            tests.Add(await JsonFile.ReadAsync<CellTest>(path, cancellationToken).ConfigureAwait(false));
        return sampleName is null ? tests : tests.FindAll(test => test.SampleName == sampleName);
    }
}
