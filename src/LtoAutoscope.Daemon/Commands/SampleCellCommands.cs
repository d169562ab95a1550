using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Pipeline.Cells;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Samples;

namespace LtoAutoscope.Daemon.Commands;

/// <summary>What people and programs do with measured cells and diffraction patterns, in the name of whoever signed in.</summary>
/// <param name="services">Where the data folder is; a daemon without one has no cells.</param>
/// <param name="desk">Checks permissions and keeps the trail.</param>
/// <param name="time">The clock.</param>
public sealed class SampleCellCommands(IServiceProvider services, CommandDesk desk, TimeProvider time)
{
    private DataFolder Data => services.GetService<DataFolder>() ?? throw new InputException("this daemon has no data folder", "cells", "Start it by `serve`");

    /// <summary>Imports a cycler's file.</summary>
    public Task<CellTest> ImportAsync(Stream file, CellImportRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        CellTest? after = null;
        return desk.DoAsync(
            new Command(Permission.Propose, "cell.import", $"{request.SampleName}/{request.CellName}") { Reason = request.SourceName, State = () => after is null ? null : new { after.Version, after.Ce1, after.Convention, after.MassMg, after.SourceSha256 } },
            async by => after = await services.GetRequiredService<CellImports>().ImportAsync(file, request, by, cancellationToken));
    }

    /// <summary>Takes a cell out of means, regressions and proposals, with the reason; it stays.</summary>
    /// <exception cref="InputException">There is no such cell, or no reason is given.</exception>
    public Task<CellTest> ExcludeAsync(string cell, string reason, CancellationToken cancellationToken)
        => string.IsNullOrWhiteSpace(reason)
            ? throw new InputException("the reason is missing", $"cell '{cell}'", "Say why the cell does not count: a leak, a wrong mass, a broken contact")
            : SetAsync("cell.exclude", cell, reason, cancellationToken);

    /// <summary>Lets a cell count again.</summary>
    /// <exception cref="InputException">There is no such cell.</exception>
    public Task<CellTest> IncludeAsync(string cell, CancellationToken cancellationToken) => SetAsync("cell.include", cell, "", cancellationToken);

    /// <summary>Keeps a diffraction pattern of a sample.</summary>
    public Task<XrdPatternRecord> AddPatternAsync(string sample, string sourceName, byte[] bytes, double wavelengthNm, CancellationToken cancellationToken)
        => desk.DoAsync(
            new Command(Permission.Propose, "sample.add_pattern", sample) { Reason = sourceName },
            by => services.GetRequiredService<SampleCellArchive>().AddPatternAsync(sample, sourceName, bytes, wavelengthNm, by, time.GetUtcNow(), cancellationToken));

    private async Task<CellTest> SetAsync(string action, string cell, string reason, CancellationToken cancellationToken)
    {
        var store = new CellTestStore(Data);
        CellTest? now = await store.FindAsync(cell, cancellationToken);
        return await desk.DoAsync(
            new Command(Permission.Propose, action, now is null ? cell : $"{now.SampleName}/{cell}") { Reason = reason, State = () => now?.Exclusion is { Length: > 0 } why ? why : "counts" },
            async by => now = await store.ExcludeAsync(cell, reason, by, time.GetUtcNow(), cancellationToken));
    }
}
