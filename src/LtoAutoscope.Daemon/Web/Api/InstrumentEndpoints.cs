using System.Security.Cryptography;
using LtoAutoscope.Daemon.Commands;
using LtoAutoscope.Daemon.Instruments;
using LtoAutoscope.Daemon.Web.Access;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Imaging.Formats;
using LtoAutoscope.Instruments.Recording;
using LtoAutoscope.Pipeline.Control;
using LtoAutoscope.Pipeline.Live;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace LtoAutoscope.Daemon.Web.Api;

/// <summary>The instrument by hand: what it is, how it stands, what the holder of control does with it, its console and its wire log, and the instruments that could be connected.</summary>
internal static class InstrumentEndpoints
{
    private const int PreviewWidthPx = 2048;

    public static void Map(RouteGroupBuilder instruments)
    {
        instruments.MapGet("", DescribeAsync).RequirePermission(Permission.Look).WithSummary("The connected instrument: identity, capabilities, limits");
        instruments.MapGet("/values", ValuesAsync).RequirePermission(Permission.Look).WithSummary("Strip values, column and detectors as last read");
        instruments.MapPost("/jog", async (StageTarget steps, InstrumentCommands commands, CancellationToken token) => TypedResults.Ok(await commands.JogAsync(steps, token)))
            .RequirePermission(Permission.Control).WithSummary("Move the stage by steps, mm and degrees; answers where it came to rest");
        instruments.MapPost("/move", async (StageTarget target, InstrumentCommands commands, CancellationToken token) => TypedResults.Ok(await commands.MoveAsync(target, token)))
            .RequirePermission(Permission.Control).WithSummary("Move the stage to a place, mm and degrees; answers where it came to rest");
        instruments.MapPost("/beam", BeamAsync).RequirePermission(Permission.Control).WithSummary("Switch the beam on or off, blank it or let it through");
        instruments.MapPost("/optics", async (OpticsChange change, InstrumentCommands commands, CancellationToken token) => TypedResults.Ok(await commands.SetOpticsAsync(change, token)))
            .RequirePermission(Permission.Control).WithSummary("Set working distance, field width, stigmator, image shift, detector and signal");
        instruments.MapPost("/automatic", async (AutomaticRequest request, InstrumentCommands commands, CancellationToken token) => TypedResults.Ok(await commands.RunAutomaticAsync(request.Procedure, token)))
            .RequirePermission(Permission.Control).WithSummary("Have the instrument find focus, stigmator or signal by itself");
        instruments.MapPost("/park", async (InstrumentCommands commands, CancellationToken token) => TypedResults.Ok(await commands.ParkAsync(token)))
            .RequirePermission(Permission.Control).WithSummary("Stop, blank, and bring the stage to its safe position");
        instruments.MapPost("/frame", FrameAsync).RequirePermission(Permission.Control).WithSummary("Take one frame");
        instruments.MapGet("/frames", (IServiceProvider services) => TypedResults.Ok(Frames(services).Select(ManualFrameView.Of).ToArray())).RequirePermission(Permission.Look).WithSummary("The last frames that were taken by hand, newest first");
        instruments.MapGet("/frames/{id}.jpg", Preview).RequirePermission(Permission.Look).WithSummary("A frame that was taken by hand, as JPEG").Produces<byte[]>(StatusCodes.Status200OK, "image/jpeg");
        instruments.MapGet("/frames/{id}.tif", Tiff).RequirePermission(Permission.Look).WithSummary("A frame that was taken by hand, as TIFF in full depth").Produces<byte[]>(StatusCodes.Status200OK, "image/tiff");
        instruments.MapGet("/console", (IServiceProvider services) => TypedResults.Ok(services.GetService<RawConsoles>()?.Parts ?? [])).RequirePermission(Permission.Look).WithSummary("The connections, and what their consoles refuse");
        instruments.MapPost("/console", async (ConsoleRequest request, InstrumentCommands commands, CancellationToken token) => TypedResults.Ok(await commands.SendRawAsync(request.Part, request.Command, token)))
            .RequirePermission(Permission.Maintain).WithSummary("Send a raw command; what would get round the interlock is refused");
        instruments.MapGet("/wire", WireAsync).RequirePermission(Permission.Look).WithSummary("Lines of the wire log, newest first");
        instruments.MapGet("/wire/files", ([FromServices] WireTail tail) => TypedResults.Ok(tail.Files())).RequirePermission(Permission.Look).WithSummary("The files of the wire log");
        instruments.MapGet("/wire/files/{number:long}", WireFile).RequirePermission(Permission.Look).WithSummary("A file of the wire log");
        instruments.MapGet("/configurations", async (IServiceProvider services, CancellationToken token) => TypedResults.Ok(services.GetService<ConfiguredInstruments>() is { } known ? await known.ListAsync(token) : []))
            .RequirePermission(Permission.Look).WithSummary("The instruments in config/instruments, and whether their files are sound");
        instruments.MapPost("/configurations/{name}/check", async (string name, InstrumentCommands commands, CancellationToken token) => TypedResults.Ok(await commands.CheckAsync(name, null, token)))
            .RequirePermission(Permission.Control).WithSummary("Check a configured instrument that this daemon does not hold: reads only, moves nothing");
    }

    private static async Task<Results<Ok<InstrumentDescription>, ProblemHttpResult>> DescribeAsync(IServiceProvider services, CancellationToken cancellationToken)
        => services.GetService<ILabControl>() is { } control && await control.DescribeInstrumentAsync(cancellationToken) is { } description ? TypedResults.Ok(description) : Unconnected();

    private static async Task<Ok<InstrumentValues>> ValuesAsync(ILab lab, IServiceProvider services, CancellationToken cancellationToken)
        => TypedResults.Ok(new InstrumentValues(lab.Current.Instrument, services.GetService<ILabControl>() is { } control ? await control.ReadOpticsAsync(cancellationToken) : null));

    private static async Task<Ok<OpticsView>> BeamAsync(BeamRequest request, InstrumentCommands commands, CancellationToken cancellationToken)
    {
        if (request is { On: null, Blanked: null }) throw new InputException("nothing is to be done", "on, blanked", "Send on: true or false, or blanked: true or false");
        OpticsView? seen = null;
        // Closing comes before switching, opening after it.
        if (request.Blanked == true) seen = await commands.SetBlankAsync(true, cancellationToken);
        if (request.On is { } on) seen = await commands.SetBeamAsync(on, request.EnergyKv, cancellationToken);
        if (request.Blanked == false) seen = await commands.SetBlankAsync(false, cancellationToken);
        return TypedResults.Ok(seen!);
    }

    private static async Task<Created<ManualFrameView>> FrameAsync(FrameRequest? request, InstrumentCommands commands, CancellationToken cancellationToken)
    {
        FrameRequest asked = request ?? new FrameRequest();
        ManualFrameView view = ManualFrameView.Of(await commands.TakeFrameAsync(new ScanRequest(asked.WidthPx, asked.HeightPx, asked.BitsPerPixel, asked.DwellUs), null, cancellationToken));
        return TypedResults.Created(view.Tiff, view);
    }

    private static Results<FileContentHttpResult, ProblemHttpResult> Preview(string id, IServiceProvider services)
        => Find(services, id) is { } frame ? Bytes(PreviewEncoder.ToJpeg(frame.Image, PreviewWidthPx), "image/jpeg") : MissingFrame();

    private static Results<FileContentHttpResult, ProblemHttpResult> Tiff(string id, IServiceProvider services)
    {
        if (Find(services, id) is not { } frame) return MissingFrame();
        using var file = new MemoryStream();
        new TiffFrameCodec().Write(new Frame(frame.Metadata, frame.Image), file);
        return Bytes(file.ToArray(), "image/tiff", frame.Metadata.FrameId + ".tif");
    }

    private static async Task<Ok<WirePage>> WireAsync([FromServices] WireTail tail, CancellationToken cancellationToken, string? before = null, int take = 200, string purpose = "", string text = "")
        => TypedResults.Ok(await tail.ReadBackAsync(before, take, new WireFilter(purpose, text), cancellationToken));

    private static Results<FileStreamHttpResult, ProblemHttpResult> WireFile(long number, [FromServices] WireTail tail)
        => tail.Open(number) is { } file
            ? TypedResults.Stream(file, "text/plain; charset=utf-8", FormattableString.Invariant($"wire-{number:000000}.log"))
            : TypedResults.Problem(title: "There is no such file", detail: "The ring may have deleted it.", statusCode: StatusCodes.Status404NotFound);

    private static IReadOnlyList<ManualFrame> Frames(IServiceProvider services) => services.GetService<ILabControl>()?.ManualFrames ?? [];

    private static ManualFrame? Find(IServiceProvider services, string id) => Frames(services).FirstOrDefault(frame => frame.Metadata.FrameId == id);

    private static FileContentHttpResult Bytes(byte[] bytes, string type, string? name = null)
        => TypedResults.File(bytes, type, name, entityTag: new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..32]}\""));

    private static ProblemHttpResult Unconnected() => TypedResults.Problem(title: "No instrument is connected", detail: "The daemon tries again by itself.", statusCode: StatusCodes.Status503ServiceUnavailable);

    private static ProblemHttpResult MissingFrame()
        => TypedResults.Problem(title: "There is no such frame", detail: "Only the last frames that were taken by hand are kept.", statusCode: StatusCodes.Status404NotFound);
}
