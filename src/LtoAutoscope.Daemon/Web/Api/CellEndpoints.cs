using System.ComponentModel;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using LtoAutoscope.Daemon.Commands;
using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Domain;
using LtoAutoscope.Fem.Viewing;
using LtoAutoscope.Pipeline.Cells;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>The cell model of a run: figures, curves, fields as bytes, surfaces, stills, files; and the resolved model that can be asked for.</summary>
internal static class CellEndpoints
{
    private const string Bytes = "application/octet-stream", SurfaceVersion = "s1", OwnModel = "run", LaterModel = "resolved";
    private static readonly SemaphoreSlim Drawing = new(2);
    private static readonly Dictionary<string, string> ContentTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        [".csv"] = "text/csv; charset=utf-8", [".json"] = "application/json", [".svg"] = "image/svg+xml", [".vti"] = "application/xml", [".pvd"] = "application/xml",
    };

    public static void Map(RouteGroupBuilder cell)
    {
        cell.MapGet("", IndexAsync).RequirePermission(Permission.Look).WithSummary("The cell model of a run: figures, stored fields with times, ranges and units, files");
        cell.MapGet("/curve", CurveAsync).RequirePermission(Permission.Look).WithSummary("Voltage over time, lithiation and charge, with measured half cycles of the sample's cells");
        cell.MapGet("/labels.bin", LabelsAsync).RequirePermission(Permission.Look).WithSummary("Two bytes a voxel: 0 pore, 1… particles, 65535 carbon-binder domain").Produces(200, contentType: Bytes);
        cell.MapGet("/fields/{name}/{time:int}.bin", FieldAsync).RequirePermission(Permission.Look).WithSummary("One byte a voxel of a field at a moment").Produces(200, contentType: Bytes);
        cell.MapGet("/surface.bin", SurfaceAsync).RequirePermission(Permission.Look).WithSummary("The closed surface of the particles, or of the carbon-binder domain with ?of_phase=binder").Produces(200, contentType: Bytes);
        cell.MapGet("/stills/{name}/{time:int}.png", StillAsync).RequirePermission(Permission.Look).WithSummary("A picture of a field: the box, or with ?axis=x|y|z&at=0…1 a cut").Produces(200, contentType: "image/png");
        cell.MapGet("/files/{**path}", FileOf).RequirePermission(Permission.Look).WithSummary("A file of the model: result.json, voltage.csv, microstructure.vti, fields/cell_0000.vti, …");
        cell.MapPost("/resolved", StartAsync).RequirePermission(Permission.Run).WithSummary("Run the resolved model in the background, one at a time, at low priority");
        cell.MapDelete("/resolved", CancelAsync).RequirePermission(Permission.Run).WithSummary("Cancel the resolved model; what was computed is kept");
    }

    private static async Task<Results<Ok<CellIndex>, ProblemHttpResult>> IndexAsync(string id, [FromServices] CellArchive archive, [FromServices] ResolvedCellRuns runs, CancellationToken cancellationToken, string model = OwnModel)
        => await archive.ReadAsync(id, Of(model), cancellationToken) is { } reading ? TypedResults.Ok(CellIndex.Of(reading, runs.Current)) : Missing($"There is no run '{id}'");

    private static async Task<Results<Ok<CellCurves>, ProblemHttpResult>> CurveAsync(string id, [FromServices] CellArchive archive, CancellationToken cancellationToken, string model = OwnModel)
    {
        if (await archive.ReadAsync(id, Of(model), cancellationToken) is not { } reading) return Missing($"There is no run '{id}'");
        List<string> problems = [];
        return TypedResults.Ok(CellCurves.Of(
            await archive.ReadCurveAsync(id, Of(model), cancellationToken), await archive.ReadMeasuredAsync(reading.Record.Sample.Name, problems, cancellationToken), problems));
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> LabelsAsync(string id, [FromServices] CellArchive archive, HttpContext context, CancellationToken cancellationToken, string model = OwnModel)
        => await archive.OpenViewAsync(id, Of(model), cancellationToken) is { } view ? await PackedAsync(context, view.LabelsPath, cancellationToken) : Missing($"Run '{id}' has no stored fields");

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> FieldAsync(
        string id, string name, int time, [FromServices] CellArchive archive, HttpContext context, CancellationToken cancellationToken, string model = OwnModel)
        => await archive.OpenViewAsync(id, Of(model), cancellationToken) is { } view && view.FieldPath(name, time) is { } path
            ? await PackedAsync(context, path, cancellationToken)
            : Missing($"Run '{id}' has no field '{name}' at moment {time}");

    private static async Task<Results<FileContentHttpResult, StatusCodeHttpResult, ProblemHttpResult>> SurfaceAsync(
        string id, [FromServices] CellArchive archive, [FromQuery(Name = "of_phase"), DefaultValue("particles")] string? ofPhase, HttpContext context, CancellationToken cancellationToken, string model = OwnModel)
    {
        string phase = ofPhase ?? "particles";
        if (phase is not ("particles" or "binder")) throw new InputException($"there is no phase '{phase}'", "of_phase", "Give particles or binder");
        if (await archive.OpenViewAsync(id, Of(model), cancellationToken) is not { } view) return Missing($"Run '{id}' has no stored fields");
        string tag = Hash(await File.ReadAllBytesAsync(view.LabelsPath, cancellationToken)) + SurfaceVersion + phase[0];
        bool packs = Accepts(context);
        if (IsKnown(context, Tag(tag, packs))) return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        ushort[] labels = await view.ReadLabelsAsync(cancellationToken);
        byte[] bytes = await DrawAsync(() => SurfaceNet.Build(labels, view.Index.Size, label => phase == "binder" ? label == ushort.MaxValue : label is > 0 and < ushort.MaxValue, cancellationToken).Encode(), cancellationToken);
        return Answer(context, packs ? Pack(bytes) : bytes, Bytes, tag, packs);
    }

    private static async Task<Results<FileContentHttpResult, StatusCodeHttpResult, ProblemHttpResult>> StillAsync(
        string id, string name, int time, [FromServices] CellArchive archive, HttpContext context, CancellationToken cancellationToken,
        string model = OwnModel, string axis = "box", double at = 0.5, string range = "fixed")
    {
        if (axis is not ("box" or "x" or "y" or "z")) throw new InputException($"there is no view '{axis}'", "axis", "Give box, x, y or z");
        if (at is not (>= 0 and <= 1)) throw new InputException(string.Create(CultureInfo.InvariantCulture, $"a cut at {at} lies outside the box"), "at", "Give a share of the edge, 0 to 1");
        if (range is not ("fixed" or "auto")) throw new InputException($"there is no range '{range}'", "range", "Give fixed for one range over all moments, or auto for the moment's own");
        if (await archive.OpenViewAsync(id, Of(model), cancellationToken) is not { } view || view.Snapshot(time) is not { } moment || moment.Fields.FirstOrDefault(entry => entry.Name == name) is not { } field)
            return Missing($"Run '{id}' has no field '{name}' at moment {time}");
        int across = axis switch { "x" => 0, "y" => 1, _ => 2 }, layer = Math.Min((int)(at * view.Index.Size[across]), view.Index.Size[across] - 1);
        string hash = Hash(await File.ReadAllBytesAsync(view.FieldPath(name, time)!, cancellationToken));
        string tag = string.Create(CultureInfo.InvariantCulture, $"{hash}{axis}{(axis == "box" ? 0 : layer)}{range[0]}");
        if (IsKnown(context, Tag(tag, false))) return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        ushort[] labels = await view.ReadLabelsAsync(cancellationToken);
        byte[] stored = (await view.ReadFieldAsync(name, time, cancellationToken))!;
        (double, double)? ends = range == "fixed" ? view.Index.RangeOf(name) : null;
        string caption = string.Create(CultureInfo.InvariantCulture, $"{field.Caption}{(field.Unit.Length > 0 ? ", " + field.Unit : "")} at {moment.TimeS / 3600:0.00} h, {moment.VoltageV:0.000} V");
        byte[] png = await DrawAsync(
            () => axis == "box" ? FieldStills.Box(view, labels, field, stored, ends, caption) : FieldStills.Cut(view, labels, field, stored, ends, (CutAxis)across, layer, caption), cancellationToken);
        return Answer(context, png, "image/png", tag, false);
    }

    private static Results<FileStreamHttpResult, ProblemHttpResult> FileOf(string id, string path, [FromServices] CellArchive archive, HttpContext context, string model = OwnModel)
    {
        if (!RunEndpoints.IsPlain(path) || archive.OpenFile(id, Of(model), path) is not { } stream) return Missing($"The cell model of run '{id}' has no file '{path}' to give");
        context.Response.Headers.ContentSecurityPolicy = SecurityHeaders.Documents;
        return TypedResults.Stream(stream, ContentTypes.GetValueOrDefault(Path.GetExtension(path), Bytes), $"{id}-{Path.GetFileName(path)}");
    }

    private static async Task<Accepted<ResolvedProgress>> StartAsync(string id, ResolvedRequest? request, [FromServices] CellCommands commands, CancellationToken cancellationToken)
        => TypedResults.Accepted($"/api/v1/runs/{Uri.EscapeDataString(id)}/cell?model=resolved", await commands.StartAsync(id, request ?? new ResolvedRequest(), cancellationToken));

    private static async Task<Ok<ResolvedProgress>> CancelAsync(string id, [FromServices] CellCommands commands, CancellationToken cancellationToken)
        => TypedResults.Ok(await commands.CancelAsync(id, cancellationToken));

    private static CellSource Of(string model) => model switch
    {
        OwnModel => CellSource.Run,
        LaterModel => CellSource.Resolved,
        _ => throw new InputException($"there is no model '{model}'", "model", $"Give {OwnModel} for the run's own, {LaterModel} for the one that was asked for later"),
    };

    /// <summary>Gives a gzip file as it lies, or unpacked to a client that cannot unpack.</summary>
    private static async Task<FileContentHttpResult> PackedAsync(HttpContext context, string path, CancellationToken cancellationToken)
    {
        byte[] packed = await File.ReadAllBytesAsync(path, cancellationToken);
        string tag = Hash(packed);
        if (Accepts(context)) return Answer(context, packed, Bytes, tag, true);
        using var raw = new MemoryStream();
        await using (var unpacker = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress)) await unpacker.CopyToAsync(raw, cancellationToken);
        return Answer(context, raw.ToArray(), Bytes, tag, false);
    }

    private static async Task<byte[]> DrawAsync(Func<byte[]> draw, CancellationToken cancellationToken)
    {
        await Drawing.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(draw, cancellationToken);
        }
        finally
        {
            Drawing.Release();
        }
    }

    private static FileContentHttpResult Answer(HttpContext context, byte[] bytes, string type, string tag, bool isPacked)
    {
        Headers(context);
        if (isPacked) context.Response.Headers.ContentEncoding = "gzip";
        return TypedResults.Bytes(bytes, type, entityTag: Tag(tag, isPacked));
    }

    private static bool IsKnown(HttpContext context, EntityTagHeaderValue tag)
    {
        if (context.Request.GetTypedHeaders().IfNoneMatch is not { Count: > 0 } known || !known.Any(entry => entry.Equals(EntityTagHeaderValue.Any) || entry.Compare(tag, useStrongComparison: false))) return false;
        Headers(context);
        context.Response.GetTypedHeaders().ETag = tag;
        return true;
    }

    private static void Headers(HttpContext context)
    {
        context.Response.Headers.CacheControl = context.Request.Query.ContainsKey("v") ? "private, max-age=31536000, immutable" : "private, no-cache";
        context.Response.Headers.Vary = "Accept-Encoding";
    }

    private static EntityTagHeaderValue Tag(string tag, bool isPacked) => new($"\"{tag}{(isPacked ? "-gz" : "")}\"");

    private static bool Accepts(HttpContext context)
        => context.Request.GetTypedHeaders().AcceptEncoding.Any(encoding => encoding.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase) && encoding.Quality != 0);

    private static byte[] Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var packer = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) packer.Write(bytes);
        return packed.ToArray();
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 12));

    private static ProblemHttpResult Missing(string title) => TypedResults.Problem(title: title, statusCode: StatusCodes.Status404NotFound);
}
