using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Runs;

namespace LtoAutoscope.Storage.Samples;

/// <summary>
/// Measured cells as files <c>cells/&lt;cell name&gt;.json</c>. An imported one has a folder <c>cells/&lt;cell name&gt;/v1, v2, …</c> beside, a version an import, with the cycler's file as it was given, how it was read
/// (<c>details.json</c>) and its curves (<c>curves.json</c>); see <see cref="CellImportStore"/>.
/// </summary>
/// <remarks>Thread safety: writers follow each other, imports included, so that none undoes what another has just written; the data folder has one writing process.</remarks>
public sealed class CellTestStore(DataFolder data)
{
    /// <summary>Held by whoever reads a record in order to change it.</summary>
    internal static readonly SemaphoreSlim OneAtATime = new(1);

    /// <summary>Writes a cell test; one of the same cell is replaced.</summary>
    /// <exception cref="InputException">A name, the efficiency or the rate is out of range; all problems are listed. Or figures written by hand would replace an imported cell.</exception>
    public async Task SaveAsync(CellTest test, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(test);
        data.RequireWritable();
        Check(test);
        await OneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await WriteAsync(test, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    /// <summary>Writes a cell test that was checked; <see cref="OneAtATime"/> is held.</summary>
    internal async Task WriteAsync(CellTest test, CancellationToken cancellationToken)
    {
        if (test.Version == 0 && await FindAsync(test.CellName, cancellationToken).ConfigureAwait(false) is { Version: > 0 })
            throw new InputException($"cell '{test.CellName}' was imported from a cycler's file", "cell_name", "Import the file again, which makes a new version, or give this cell another name");
        await PutAsync(test, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The cell of a name, or null.</summary>
    /// <exception cref="InputException">Its file cannot be read.</exception>
    public async Task<CellTest?> FindAsync(string cellName, CancellationToken cancellationToken)
        => SampleName.IsValid(cellName) && File.Exists(PathOf(cellName)) ? await JsonFile.ReadAsync<CellTest>(PathOf(cellName), cancellationToken).ConfigureAwait(false) : null;

    /// <summary>All cell tests by the name of the cell; of one sample where it is given.</summary>
    /// <exception cref="InputException">A file cannot be read.</exception>
    public async Task<IReadOnlyList<CellTest>> ListAsync(string? sampleName, CancellationToken cancellationToken)
    {
        List<CellTest> tests = [];
        foreach (string path in Directory.EnumerateFiles(data.Cells, "*.json").Order(StringComparer.Ordinal))
            tests.Add(await JsonFile.ReadAsync<CellTest>(path, cancellationToken).ConfigureAwait(false));
        return sampleName is null ? tests : tests.FindAll(test => test.SampleName == sampleName);
    }

    /// <summary>Says that a cell does not count, or that it does again.</summary>
    /// <param name="cellName">The cell.</param>
    /// <param name="reason">Why it does not count; empty when it does again.</param>
    /// <param name="by">Who says so.</param>
    /// <param name="at">When.</param>
    /// <param name="cancellationToken">Heeded until it is written.</param>
    /// <exception cref="InputException">There is no such cell, or the reason is too long.</exception>
    public async Task<CellTest> ExcludeAsync(string cellName, string reason, string by, DateTimeOffset at, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reason);
        data.RequireWritable();
        if (reason.Trim().Length > 500) throw new InputException($"the reason has {reason.Length} characters", $"cell '{cellName}'", "Say it in at most 500");
        await OneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            CellTest test = await FindAsync(cellName, cancellationToken).ConfigureAwait(false) ?? throw new InputException($"there is no cell '{cellName}'", "cell", "Look at the list of cells");
            string why = reason.Trim();
            CellTest changed = test with { Exclusion = why, ExcludedBy = why.Length > 0 ? by : "", ExcludedAt = why.Length > 0 ? at : null };
            await PutAsync(changed, cancellationToken).ConfigureAwait(false);
            return changed;
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    /// <summary>Throws what is wrong with a cell.</summary>
    internal static void Check(CellTest test)
    {
        List<string> problems = [];
        if (!SampleName.IsValid(test.CellName)) problems.Add($"cell_name: '{test.CellName}' must have 1 to 64 letters, digits, '.', '-' or '_', and start with a letter or digit");
        if (!SampleName.IsValid(test.SampleName)) problems.Add($"sample_name: '{test.SampleName}' is no sample name");
        // By the convention that divides the larger charge by the smaller the efficiency lies above 1.
        double useful = test.Ce1 > 1.05 && test.Version > 0 ? 1 / test.Ce1 : test.Ce1;
        if (useful is not (> 0 and <= 1.05)) problems.Add(FormattableString.Invariant($"ce1: {test.Ce1} must be a fraction above 0 and at most 1.05 (not a percentage)"));
        if (test.RatePerHour is not (> 0 and <= 1000)) problems.Add(FormattableString.Invariant($"rate_per_hour: {test.RatePerHour} must lie above 0 and at most 1,000"));
        if (problems.Count > 0) throw new InputException(string.Join("; ", problems), $"cell '{test.CellName}'", "Correct these fields and save it again");
    }

    private async Task PutAsync(CellTest test, CancellationToken cancellationToken)
    {
        await JsonFile.WriteAsync(PathOf(test.CellName), test, cancellationToken).ConfigureAwait(false);
        data.TellWritten(data.Cells);
    }

    private string PathOf(string cellName) => Path.Combine(data.Cells, cellName + ".json");
}
