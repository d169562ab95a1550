using System.Text.Json.Nodes;
using LtoAutoscope.Acquisition.Focusing;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Recipes;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Instruments.Composition;
using LtoAutoscope.Instruments.Interlock;
using LtoAutoscope.Twin;
using LtoAutoscope.Twin.Faults;
using LtoAutoscope.Twin.Worlds;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtoAutoscope.Acquisition.Tests.Focusing;

/// <summary>A microscope in software over loopback TCP, behind the interlock, its beam on a powder; and a journal in memory.</summary>
internal sealed class OpticsBench : IAsyncDisposable
{
    private OpticsBench(TwinHost twin, InterlockedMicroscope microscope) => (Twin, Microscope) = (twin, microscope);

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public TwinHost Twin { get; }

    public InterlockedMicroscope Microscope { get; }

    public List<RunEvent> Journal { get; } = [];

    public List<OpticsExposure> Booked { get; } = [];

    /// <summary>The time that the journal's lines get.</summary>
    public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

    public Recipe Recipe { get; set; } = new()
    {
        Name = "optics",
        Exposure = new ExposureSettings { WidthPx = 512, HeightPx = 384, FieldWidthUm = 1.6, DwellUs = 3 },
        Focus = new FocusSettings { StartMm = 8, Stigmator = AdjustmentPolicy.Off, Brightness = AdjustmentPolicy.Off },
    };

    /// <summary>Depth of focus of the recipe's frames, mm, at the twin's cone of 8 mrad.</summary>
    public double DepthMm => DepthOfFocus.Mm(Recipe.Exposure.FieldWidthUm * 1000 / Recipe.Exposure.WidthPx);

    public double TrueFocusMm => Twin.Microscope.SurfaceWorkingDistanceMm();

    /// <summary>Half angle of the lens's error left, in depths of focus.</summary>
    public double ErrorDepths => Math.Abs(Twin.Microscope.Column.WorkingDistanceMm - TrueFocusMm) / DepthMm;

    public static async Task<OpticsBench> StartAsync(ISampleWorld? world = null, SurfacePlane? surface = null)
    {
        world ??= new SyntheticPowderWorld(new PowderParameters { Seed = 5, MedianDiameterNm = 80, NumberDensityPerUm2 = 40 }, surface);
        TwinHost twin = await TwinHost.StartAsync(new TwinOptions { TimeFactor = 1000 }, world, TimeProvider.System, NullLoggerFactory.Instance, Token);
        InstrumentConfiguration configuration = (await InstrumentConfiguration.LoadAsync(Path.Combine(ConfigFolder(), "instruments", "twin.yaml"), Token)).At("127.0.0.1", twin.SharkSem.Port);
        InterlockedMicroscope microscope = await InstrumentFactory.ConnectAsync(configuration, TimeProvider.System, NullLoggerFactory.Instance, Token);
        var bench = new OpticsBench(twin, microscope);
        await microscope.Column.SetBeamAsync(true, 5, Token);
        await microscope.Column.SetBlankAsync(false, Token);
        await microscope.Column.SetFieldWidthUmAsync(bench.Recipe.Exposure.FieldWidthUm, Token);
        await microscope.Column.SetWorkingDistanceMmAsync(8, Token);
        await microscope.Column.SetStigmatorAsync(4, -3, Token);
        return bench;
    }

    /// <summary>Another process on the same journal.</summary>
    public OpticsKeeper Keeper(Func<OpticsExposure, CancellationToken, Task>? book = null) => new(new OpticsContext
    {
        Microscope = Microscope, Recipe = Recipe, Events = () => [.. Journal],
        Append = (kind, data, _) =>
        {
            Write(kind, data);
            return Task.CompletedTask;
        },
        Book = book ?? ((exposure, _) =>
        {
            Booked.Add(exposure);
            return Task.CompletedTask;
        }),
    });

    public void Write(string kind, JsonObject data) => Journal.Add(new RunEvent(Journal.Count + 1, Now, kind, (JsonObject)JsonNode.Parse(data.ToJsonString())!));

    public void Strike(string fault) => Twin.Faults.Add(FaultOrder.Parse(fault, "test"));

    /// <summary>Moves to a place, as the run engine writes it, and has the optics brought in order.</summary>
    public async Task<OpticsReport> VisitAsync(OpticsKeeper keeper, string frameId, double xMm, double yMm, bool isFirstOfArea = false, double? doseLeft = null)
    {
        await Microscope.Stage.MoveAsync(StageTarget.Planar(xMm, yMm), Token);
        Write(RunEventKind.MoveDone, new JsonObject { ["frame_id"] = frameId });
        OpticsReport report = await keeper.PrepareAsync(new OpticsPlace(frameId, xMm, yMm, isFirstOfArea) { DoseLeftPerNm2 = doseLeft }, Token);
        Write(RunEventKind.ExposureIntended, new JsonObject { ["frame_id"] = frameId });
        return report;
    }

    public IEnumerable<JsonObject> Lines(string kind) => Journal.Where(line => line.Kind == kind).Select(line => line.Data);

    public async ValueTask DisposeAsync()
    {
        await Microscope.DisposeAsync();
        await Twin.DisposeAsync();
    }

    private static string ConfigFolder()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !Directory.Exists(Path.Combine(folder, "config", "instruments"))) folder = Path.GetDirectoryName(folder);
        return Path.Combine(folder!, "config");
    }
}
