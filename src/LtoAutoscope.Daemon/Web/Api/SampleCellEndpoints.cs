using System.ComponentModel;
using System.Globalization;
using System.Text;
using LtoAutoscope.Daemon.Commands;
using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Cells;
using LtoAutoscope.Fem.Characterisation;
using LtoAutoscope.Fem.CellTests;
using LtoAutoscope.Pipeline.Cells;
using LtoAutoscope.Storage.Samples;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>Measured cells: cyclers' files in, cycles and curves out, exclusion; and diffraction patterns.</summary>
internal static class SampleCellEndpoints
{
    private const string Csv = "text/csv; charset=utf-8";
    private const long FormSlack = 1 << 20, LargestPattern = 16 << 20, MostDifferentialPoints = 2_000_000;

    public static void Map(RouteGroupBuilder samples, RouteGroupBuilder cells)
    {
        samples.MapGet("/{name}/cells", ReadAsync).RequirePermission(Permission.Look).WithSummary("The cells of a sample: cycles, replicates with mean and spread, and the surface by SEM beside BET");
        samples.MapPost("/{name}/cells/preview", PreviewAsync).RequirePermission(Permission.Propose).Accepts<CellImportForm>("multipart/form-data").WithMetadata(new RequestSizeLimitAttribute(CellImports.LargestFile + FormSlack))
            .Produces<CellImportPreview>().WithSummary("Look at a cycler's file: format, columns, first rows, problems, and the cycles that it would give; nothing is kept");
        samples.MapPost("/{name}/cells/import", ImportAsync).RequirePermission(Permission.Propose).Accepts<CellImportForm>("multipart/form-data").WithMetadata(new RequestSizeLimitAttribute(CellImports.LargestFile + FormSlack))
            .WithSummary("Import a cycler's file; a cell that is there gets a new version");
        samples.MapPost("/{name}/xrd", AddPatternAsync).RequirePermission(Permission.Propose).Accepts<XrdForm>("multipart/form-data").WithMetadata(new RequestSizeLimitAttribute(LargestPattern + FormSlack)).WithSummary("Add a diffraction pattern (.xy or CSV)");
        samples.MapGet("/{name}/xrd", PatternAsync).RequirePermission(Permission.Look).WithSummary("The newest diffraction pattern, or ?number=N");

        cells.MapGet("", ListAsync).RequirePermission(Permission.Look).WithSummary("All measured cells, or those of ?sample=NAME");
        cells.MapGet("/{cell}", FindAsync).RequirePermission(Permission.Look).WithSummary("One cell with its imports");
        cells.MapGet("/{cell}/curves", CurvesAsync).RequirePermission(Permission.Look).WithSummary("Voltage over charge of its half cycles; ?cycles=1,2 for some of them");
        cells.MapGet("/{cell}/curves.csv", CurvesCsvAsync).RequirePermission(Permission.Look).Produces(200, contentType: "text/csv").WithSummary("The same as CSV");
        cells.MapGet("/{cell}/dqdv", DifferentialAsync).RequirePermission(Permission.Look).WithSummary("dQ/dV of its half cycles on equal steps of voltage, smoothed by a Gaussian: ?step_V=0.002&smoothing_V=0.004&cycles=1,2");
        cells.MapGet("/{cell}/cycles.csv", CyclesCsvAsync).RequirePermission(Permission.Look).Produces(200, contentType: "text/csv").WithSummary("Charges, efficiency and rates of its cycles as CSV");
        cells.MapGet("/{cell}/source", SourceAsync).RequirePermission(Permission.Look).Produces(200, contentType: "application/octet-stream").WithSummary("The cycler's file as it was imported; ?version=N for an earlier one");
        cells.MapPost("/{cell}/exclude", async (string cell, ReasonRequest request, SampleCellCommands commands, CancellationToken token) => TypedResults.Ok(await commands.ExcludeAsync(cell, request.Reason, token)))
            .RequirePermission(Permission.Propose).WithSummary("Take a cell out of means, regressions and proposals, with the reason; it stays");
        cells.MapPost("/{cell}/include", async (string cell, SampleCellCommands commands, CancellationToken token) => TypedResults.Ok(await commands.IncludeAsync(cell, token)))
            .RequirePermission(Permission.Propose).WithSummary("Let a cell count again");
    }

    private static async Task<Results<Ok<SampleCells>, ProblemHttpResult>> ReadAsync(string name, [FromServices] SampleCellArchive archive, CancellationToken cancellationToken)
        => await archive.ReadAsync(name, cancellationToken) is { } found ? TypedResults.Ok(found) : Missing($"No sample '{name}' is registered");

    private static async Task<Ok<CellImportPreview>> PreviewAsync(string name, HttpRequest request, [FromServices] CellImports imports, CancellationToken cancellationToken)
    {
        var (file, given) = CellImportForm.Read(await FormAsync(request, CellImports.LargestFile, cancellationToken), name);
        await using Stream stream = file.OpenReadStream();
        return TypedResults.Ok(await imports.PreviewAsync(stream, given, cancellationToken));
    }

    private static async Task<Ok<CellTest>> ImportAsync(string name, HttpRequest request, SampleCellCommands commands, CancellationToken cancellationToken)
    {
        var (file, given) = CellImportForm.Read(await FormAsync(request, CellImports.LargestFile, cancellationToken), name);
        await using Stream stream = file.OpenReadStream();
        return TypedResults.Ok(await commands.ImportAsync(stream, given, cancellationToken));
    }

    private static async Task<Ok<XrdPatternRecord>> AddPatternAsync(string name, HttpRequest request, SampleCellCommands commands, CancellationToken cancellationToken)
    {
        IFormCollection form = await FormAsync(request, LargestPattern, cancellationToken);
        IFormFile file = form.Files.GetFile("file") ?? throw new InputException("the file is missing", "file", "Send it as the part 'file' of multipart/form-data");
        string given = form["wavelength_nm"].ToString();
        double wavelength = ScherrerEstimate.CopperNm;
        if (given.Length > 0 && !double.TryParse(given, NumberStyles.Float, CultureInfo.InvariantCulture, out wavelength)) throw new InputException($"'{given}' is no number", "wavelength_nm", "Give it in nm, such as 0.154056 for Cu Kα");
        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, cancellationToken);
        return TypedResults.Ok(await commands.AddPatternAsync(name, file.FileName, bytes.ToArray(), wavelength, cancellationToken));
    }

    private static async Task<Results<Ok<XrdAnswer>, ProblemHttpResult>> PatternAsync(string name, [FromServices] SampleCellArchive archive, CancellationToken cancellationToken, int? number = null)
        => await archive.ReadPatternAsync(name, number, cancellationToken) is var (record, pattern)
            ? TypedResults.Ok(new XrdAnswer(record, pattern.AngleDeg, pattern.Intensity, pattern.Strongest(record.WavelengthNm)?.SizeNm)) : Missing($"Sample '{name}' has no such pattern");

    private static async Task<Ok<IReadOnlyList<CellTest>>> ListAsync([FromServices] SampleCellArchive archive, CancellationToken cancellationToken, string? sample = null) => TypedResults.Ok(await archive.ListAsync(sample, cancellationToken));

    private static async Task<Results<Ok<CellRecord>, ProblemHttpResult>> FindAsync(string cell, [FromServices] SampleCellArchive archive, CancellationToken cancellationToken)
        => await archive.FindAsync(cell, cancellationToken) is { } found ? TypedResults.Ok(new CellRecord(found, await archive.ReadDetailsAsync(cell, cancellationToken))) : Missing($"There is no cell '{cell}'");

    private static async Task<Results<Ok<IReadOnlyList<CellHalfCycle>>, ProblemHttpResult>> CurvesAsync(string cell, [FromServices] SampleCellArchive archive, CancellationToken cancellationToken, string? cycles = null)
        => await HalvesAsync(cell, archive, cycles, cancellationToken) is { } halves ? TypedResults.Ok(halves) : Missing($"There is no cell '{cell}'");

    private static async Task<Results<Ok<IReadOnlyList<DifferentialCurve>>, ProblemHttpResult>> DifferentialAsync(
        string cell, [FromServices] SampleCellArchive archive, [FromQuery(Name = "step_V"), DefaultValue(DifferentialCapacity.DefaultStepV)] double? stepV,
        [FromQuery(Name = "smoothing_V"), DefaultValue(DifferentialCapacity.DefaultSmoothingV)] double? smoothingV, CancellationToken cancellationToken, string? cycles = null)
    {
        (double step, double smoothing) = (stepV ?? DifferentialCapacity.DefaultStepV, smoothingV ?? DifferentialCapacity.DefaultSmoothingV);
        if (step is not (>= 1e-4 and <= 0.5)) throw new InputException(string.Create(CultureInfo.InvariantCulture, $"a step of {step} V cannot be used"), "step_V", "Give 0.0001 to 0.5");
        if (smoothing is not (>= 0 and <= 0.5)) throw new InputException(string.Create(CultureInfo.InvariantCulture, $"a smoothing of {smoothing} V cannot be used"), "smoothing_V", "Give 0 to 0.5");
        if (await HalvesAsync(cell, archive, cycles, cancellationToken) is not { } halves) return Missing($"There is no cell '{cell}'");
        var curves = new List<DifferentialCurve>(halves.Count);
        long points = 0;
        foreach (CellHalfCycle half in halves)
        {
            cancellationToken.ThrowIfCancellationRequested();
            IReadOnlyList<(double VoltageV, double PerVolt)> found = DifferentialCapacity.Of([.. half.ChargeMAhG.Zip(half.VoltageV)], step, smoothing);
            if ((points += found.Count) > MostDifferentialPoints)
                throw new InputException(string.Create(CultureInfo.InvariantCulture, $"{halves.Count} half cycles give more than {MostDifferentialPoints:N0} points"), "cycles", "Name cycles, such as ?cycles=1,2,50, or take wider steps");
            curves.Add(new DifferentialCurve(half.Number, half.Cycle, half.IsLithiation, [.. found.Select(point => Math.Round(point.VoltageV, 5))], [.. found.Select(point => Math.Round(point.PerVolt, 3))]));
        }

        return TypedResults.Ok<IReadOnlyList<DifferentialCurve>>(curves);
    }

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> CurvesCsvAsync(string cell, [FromServices] SampleCellArchive archive, CancellationToken cancellationToken, string? cycles = null)
    {
        if (await HalvesAsync(cell, archive, cycles, cancellationToken) is not { } halves) return Missing($"There is no cell '{cell}'");
        var text = new StringBuilder("half_cycle,cycle,direction,rate_per_hour,charge_mAh_g,voltage_V\n");
        foreach (CellHalfCycle half in halves)
            for (int i = 0; i < half.ChargeMAhG.Count; i++)
                text.Append(CultureInfo.InvariantCulture, $"{half.Number},{half.Cycle},{(half.IsLithiation ? "lithiation" : "delithiation")},{half.RatePerHour:0.####},{half.ChargeMAhG[i]},{half.VoltageV[i]}\n");
        return TypedResults.Text(text.ToString(), Csv);
    }

    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> CyclesCsvAsync(string cell, [FromServices] SampleCellArchive archive, CancellationToken cancellationToken)
    {
        if (await archive.FindAsync(cell, cancellationToken) is not { } found) return Missing($"There is no cell '{cell}'");
        var text = new StringBuilder($"cycle,rate_per_hour,lithiation_mAh_g,delithiation_mAh_g,efficiency_{(found.Convention == EfficiencyConvention.DelithiationOverLithiation ? "delithiation_over_lithiation" : "lithiation_over_delithiation")},delithiation_rate_per_hour,may_be_unfinished\n");
        foreach (CycleCapacity cycle in found.Cycles)
            text.Append(CultureInfo.InvariantCulture, $"{cycle.Cycle},{cycle.RatePerHour:0.#####},{cycle.LithiationMAhG:0.####},{cycle.DelithiationMAhG:0.####},{cycle.EfficiencyBy(found.Convention):0.######},{cycle.RateOfDelithiation:0.#####},{(cycle.MayBeUnfinished ? "true" : "false")}\n");
        return TypedResults.Text(text.ToString(), Csv);
    }

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> SourceAsync(string cell, [FromServices] SampleCellArchive archive, CancellationToken cancellationToken, int? version = null)
    {
        if (await archive.FindAsync(cell, cancellationToken) is not { } found) return Missing($"There is no cell '{cell}'");
        return await archive.OpenSourceAsync(cell, version ?? found.Version, cancellationToken) is var (file, details) ? TypedResults.Stream(file, "application/octet-stream", details.SourceName) : Missing($"Cell '{cell}' has no such file");
    }

    private static async Task<IReadOnlyList<CellHalfCycle>?> HalvesAsync(string cell, SampleCellArchive archive, string? cycles, CancellationToken cancellationToken)
    {
        if (await archive.FindAsync(cell, cancellationToken) is not { } found) return null;
        IReadOnlyList<CellHalfCycle> halves = await archive.ReadCurvesAsync(found, cancellationToken);
        if (string.IsNullOrEmpty(cycles)) return halves;
        HashSet<int> wanted = [];
        foreach (string word in cycles.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            wanted.Add(int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : throw new InputException($"'{word}' is no cycle", "cycles", "Give numbers from 1, separated by commas"));
        return [.. halves.Where(half => wanted.Contains(half.Cycle))];
    }

    private static async Task<IFormCollection> FormAsync(HttpRequest request, long largest, CancellationToken cancellationToken)
    {
        if (!request.HasFormContentType) throw new InputException("the body is no form", "Content-Type", "Send multipart/form-data with the part 'file'");
        try
        {
            return await new FormFeature(request, new FormOptions { MultipartBodyLengthLimit = largest }).ReadFormAsync(cancellationToken);
        }
        catch (InvalidDataException error)
        {
            throw new InputException($"the form cannot be read ({error.Message.TrimEnd('.')})", "file", $"Send multipart/form-data with a file of at most {largest >> 20} MiB", error);
        }
    }

    private static ProblemHttpResult Missing(string what) => TypedResults.Problem(title: what, statusCode: StatusCodes.Status404NotFound);
}
