using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Fem.CellTests;
using LtoAutoscope.Fem.Characterisation;
using LtoAutoscope.Fem.Materials;
using LtoAutoscope.Storage.Data;
using LtoAutoscope.Storage.Samples;

namespace LtoAutoscope.Pipeline.Cells;

/// <summary>Takes cyclers' files and diffraction patterns in, files first as a preview, then for good; and leaves cells out.</summary>
/// <param name="data">The data folder.</param>
/// <param name="materialsFolder">Folder of materials; the sample's one gives the capacity that rates refer to.</param>
/// <param name="time">The clock.</param>
/// <remarks>Thread safety: may be used from many threads.</remarks>
public sealed class CellImports(DataFolder data, string materialsFolder, TimeProvider time)
{
    /// <summary>The largest file that is taken in, bytes.</summary>
    public const long LargestFile = 256L << 20;

    /// <summary>One file is read at a time: a test of millions of rows takes hundreds of megabytes while it is read.</summary>
    private static readonly SemaphoreSlim OneAtATime = new(1);

    private const int CurvePoints = 250;
    private const int MostCurvePoints = 150_000;

    /// <summary>Looks at a file: what it is, what its columns would be taken for, and what cycles it would give.</summary>
    /// <param name="file">The file; seekable.</param>
    /// <param name="request">What was given so far; without a mass there are no cycles yet.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InputException">There is no such sample or material.</exception>
    public async Task<CellImportPreview> PreviewAsync(Stream file, CellImportRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(request);
        Material material = await MaterialOfAsync(request.SampleName, cancellationToken).ConfigureAwait(false);
        return await AloneAsync(() => Preview(file, request, material, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Imports a file. A cell of the same name and sample gets a new version.</summary>
    /// <param name="file">The file; seekable.</param>
    /// <param name="request">What goes with it.</param>
    /// <param name="by">Who imports it.</param>
    /// <param name="cancellationToken">Heeded until the cell's record is written.</param>
    /// <exception cref="InputException">The file cannot be read, something is missing or out of range, the convention is not chosen, or the test has no whole first cycle.</exception>
    public async Task<CellTest> ImportAsync(Stream file, CellImportRequest request, string by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(request);
        data.RequireWritable();
        if (file.Length > LargestFile) throw new InputException($"the file has {file.Length >> 20} MiB", request.SourceName, $"Give one of at most {LargestFile >> 20} MiB: export fewer columns, or wider intervals between rows");
        EfficiencyConvention convention = request.Convention
            ?? throw new InputException("the convention of the efficiency is not chosen", "convention", "Choose delithiation_over_lithiation (anode materials, such as LTO) or lithiation_over_delithiation");
        if (request.MeasuredAt > time.GetUtcNow().AddDays(1)) throw new InputException(FormattableString.Invariant($"{request.MeasuredAt:yyyy-MM-dd} lies in the future"), "measured_at", "Give the day on which the cell was measured, or leave it out");
        Material material = await MaterialOfAsync(request.SampleName, cancellationToken).ConfigureAwait(false);
        (CellTest cell, CellImportDetails details, IReadOnlyList<CellHalfCycle> curves) = await AloneAsync(() =>
        {
            CellTestReading reading = CellTestReaders.Read(file, request.SourceName, request.Mapping, cancellationToken);
            GalvanostaticTest test = GalvanostaticTest.Create(request.SourceName, request.Check(reading.MassG), reading, request.Charge);
            IReadOnlyList<CycleCapacity> cycles = CycleTable.Of(test, material.TheoreticalCapacityMAhG);
            double ce1 = cycles[0].EfficiencyBy(convention);
            if (!double.IsFinite(ce1)) throw new InputException("the test has no whole first cycle, so there is no initial efficiency", request.SourceName, "Export the test when both half cycles of its first cycle are done");
            DateTimeOffset now = time.GetUtcNow();
            var read = new CellTest(request.SampleName, request.CellName, ce1, cycles[0].RatePerHour, request.MeasuredAt ?? now) { Convention = convention, Cycles = cycles, MassMg = test.Details.MassG * 1000, MeasuredAtIsImport = request.MeasuredAt is null };
            return (read, Details(request, test, material, convention, by, now), Curves(test, material.TheoreticalCapacityMAhG));
        }, cancellationToken).ConfigureAwait(false);
        return await new CellImportStore(data).AddAsync(cell, details, curves, file, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<T> AloneAsync<T>(Func<T> read, CancellationToken cancellationToken)
    {
        await OneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await Task.Run(read, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    /// <summary>Says that a cell does not count, or that it does again.</summary>
    /// <param name="cellName">The cell.</param>
    /// <param name="reason">Why it does not count; empty when it does again.</param>
    /// <param name="by">Who says so.</param>
    /// <param name="cancellationToken">Heeded until it is written.</param>
    /// <exception cref="InputException">There is no such cell, or the reason is too long.</exception>
    public Task<CellTest> ExcludeAsync(string cellName, string reason, string by, CancellationToken cancellationToken) => new CellTestStore(data).ExcludeAsync(cellName, reason, by, time.GetUtcNow(), cancellationToken);

    /// <summary>Keeps a diffraction pattern of a sample, after it was read once.</summary>
    /// <param name="sampleName">A registered sample.</param>
    /// <param name="sourceName">Name of the file.</param>
    /// <param name="bytes">The file.</param>
    /// <param name="wavelengthNm">Wavelength, nm.</param>
    /// <param name="by">Who gives it.</param>
    /// <param name="cancellationToken">Heeded until it is written.</param>
    /// <exception cref="InputException">There is no such sample, or the file is no pattern.</exception>
    public async Task<XrdPatternRecord> AddPatternAsync(string sampleName, string sourceName, byte[] bytes, double wavelengthNm, string by, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sourceName);
        Sample sample = await new SampleStore(data).FindAsync(sampleName, cancellationToken).ConfigureAwait(false) ?? throw new InputException($"no sample '{sampleName}' is registered", "sample", "Register it first");
        using var file = new MemoryStream(bytes, writable: false);
        DiffractionPattern.Read(file, sourceName);
        return await new XrdPatternStore(data).AddAsync(sample, Path.GetFileName(sourceName.Replace('\\', '/')), bytes, wavelengthNm, by, time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The half cycles of a test, thinned, with their cycles and rates.</summary>
    internal static IReadOnlyList<CellHalfCycle> Curves(GalvanostaticTest test, double capacityMAhG)
    {
        int first = CycleTable.FirstOf(test), points = Math.Clamp(MostCurvePoints / (2 * test.HalfCycles.Count), 30, CurvePoints);
        return [.. test.HalfCycles.Select((half, i) =>
        {
            IReadOnlyList<(double ChargeMAhG, double VoltageV)> thin = CurveThinning.Thin(half.Curve, points);
            return new CellHalfCycle(
                i + 1, i < first ? 0 : ((i - first) / 2) + 1, half.Sign > 0, half.CurrentA / (capacityMAhG * test.Details.MassG / 1000),
                [.. thin.Select(point => Math.Round(point.ChargeMAhG, 4))], [.. thin.Select(point => Math.Round(point.VoltageV, 5))]);
        })];
    }

    /// <summary>Looks at a file without a registered sample.</summary>
    /// <param name="file">The file; seekable.</param>
    /// <param name="request">What was given so far.</param>
    /// <param name="material">Gives the capacity that rates refer to.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static CellImportPreview Preview(Stream file, CellImportRequest request, Material material, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(material);
        CellTestPreview look = CellTestReaders.Preview(file, request.Mapping);
        if (look.Problems.Count > 0) return new CellImportPreview(look) { Problems = look.Problems };
        try
        {
            CellTestReading reading = CellTestReaders.Read(file, request.SourceName, request.Mapping, cancellationToken);
            double? mass = request.MassMg ?? (double.IsFinite(reading.MassG) ? reading.MassG * 1000 : null);
            var preview = new CellImportPreview(look with { Columns = reading.Columns }) { Rows = reading.Points.Count, BadRows = reading.BadRowCount, FirstBadRows = reading.BadRows, Warnings = reading.Notes, MassMg = mass };
            if (mass is null) return preview with { Problems = ["the mass of active material is missing, and the file names none"] };
            if (request.Problems(reading.MassG) is { Count: > 0 } wrong) return preview with { Problems = wrong };
            GalvanostaticTest test = GalvanostaticTest.Create(request.SourceName, (request.CellName.Length > 0 ? request : request with { CellName = "cell" }).Check(reading.MassG), reading, request.Charge);
            IReadOnlyList<CycleCapacity> cycles = CycleTable.Of(test, material.TheoreticalCapacityMAhG);
            EfficiencyConvention suggested = CycleTable.Suggested(test);
            double ce1 = cycles[0].EfficiencyBy(request.Convention ?? suggested);
            return preview with
            {
                Warnings = WarningsOf(test, material), Cycles = cycles, Suggested = suggested, Ce1 = double.IsFinite(ce1) ? ce1 : null, ChargeFrom = test.ChargeFrom,
                Problems = double.IsFinite(ce1) ? [] : ["the test has no whole first cycle, so there is no initial efficiency"],
            };
        }
        catch (InputException error)
        {
            return new CellImportPreview(look) { Problems = [$"{error.Where}: {error.What}. {error.Remedy}"] };
        }
    }

    private static CellImportDetails Details(CellImportRequest request, GalvanostaticTest test, Material material, EfficiencyConvention convention, string by, DateTimeOffset now) => new()
    {
        SampleName = request.SampleName, CellName = request.CellName, SourceName = Path.GetFileName(request.SourceName.Replace('\\', '/')), ImportedBy = by, ImportedAt = now, Format = test.Reading.Format,
        Columns = [.. test.Reading.Columns.Select(column => new CellImportColumn(column.Quantity.ToString(), column.Column + 1, column.Header, column.Unit))], IsMappedByHand = request.Mapping is { Columns.Count: > 0 },
        MassMg = test.Details.MassG * 1000, AreaCm2 = request.AreaCm2, TemperatureC = double.IsFinite(test.TemperatureK) ? Math.Round(test.TemperatureK - 273.15, 2) : null,
        TheoreticalMAhG = material.TheoreticalCapacityMAhG, Material = material.Name, Convention = convention, ChargeFrom = test.ChargeFrom == ChargeSource.Counted ? "the cycler's count" : "the integral of the current",
        Rows = test.Points.Count, BadRows = test.Reading.BadRowCount, Warnings = WarningsOf(test, material),
    };

    private static string[] WarningsOf(GalvanostaticTest test, Material material) => [.. test.Warnings, .. CycleTable.Warnings(test, material.Role)];

    private async Task<Material> MaterialOfAsync(string sampleName, CancellationToken cancellationToken)
    {
        Sample sample = await new SampleStore(data).FindAsync(sampleName, cancellationToken).ConfigureAwait(false) ?? throw new InputException($"no sample '{sampleName}' is registered", "sample", "Register it first, on the page Queue or by PUT /api/v1/samples/NAME");
        return new MaterialLibrary(materialsFolder).Load(sample.Material);
    }
}
