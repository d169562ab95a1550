using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Imaging.Formats;
using LtoAutoscope.Instruments.ImageSources;
using LtoAutoscope.Twin;

namespace LtoAutoscope.Instruments.Tests.RemCon32;

/// <summary>The whole instrument: column, stage and vacuum over RemCon32, pixels out of the folder into which the SEM stores them.</summary>
public sealed class RemCon32FrameTests : IDisposable
{
    private const double DwellUs = 0.96;
    private readonly string _folder = Directory.CreateTempSubdirectory("remcon32").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Frame_ScannedFromEndToEnd_IsTheTwinsPicture(bool terminal)
    {
        TwinMicroscope twin = RemCon32Bench.Twin();
        twin.Column.SwitchOff();
        await using RemCon32Bench bench = await RemCon32Bench.StartAsync(twin, terminal, folder: _folder);
        var scanner = new WatchedFolderScanner(bench.Driver.FrameTrigger!, new WatchedFolderSettings
        {
            Folder = _folder, SettleTime = TimeSpan.FromMilliseconds(60), PollInterval = TimeSpan.FromMilliseconds(20), After = AfterReading.Delete,
        }, new ImageFileReader(), PatientTime.Instance);
        Assert.Equal(VacuumState.Ready, await bench.Driver.Vacuum!.ReadStateAsync(Token));
        await bench.Column.SetBeamAsync(true, 3, Token);
        await bench.Stage.MoveAsync(StageTarget.Planar(1.25, -0.5), Token);
        await bench.Column.SetFieldWidthUmAsync(50, Token);
        await bench.Column.SetBlankAsync(false, Token);
        var request = new ScanRequest(1024, 768, 8, DwellUs);
        GreyImage first = await scanner.ScanFrameAsync(request, null, Token);
        Assert.Equal(Expected(twin).Pixels, first.Pixels);
        await bench.Stage.MoveAsync(StageTarget.Planar(1.3, -0.5), Token);
        GreyImage second = await scanner.ScanFrameAsync(request, null, Token);
        Assert.Equal(Expected(twin).Pixels, second.Pixels);
        Assert.NotEqual(first.Pixels, second.Pixels);
        await bench.Column.SetBlankAsync(true, Token);
        Assert.All((await scanner.ScanFrameAsync(request, null, Token)).Pixels, static grey => Assert.Equal(0, grey));
    }

    /// <summary>The files carry SmartSEM's tag, so what is analysed later knows its scale and its settings.</summary>
    [Fact]
    public async Task Frame_AsStored_TellsItsScaleAndSettings()
    {
        TwinMicroscope twin = RemCon32Bench.Twin();
        await using RemCon32Bench bench = await RemCon32Bench.StartAsync(twin, folder: _folder);
        await bench.Column.SetFieldWidthUmAsync(0.9, Token);
        await bench.Driver.FrameTrigger!.TriggerAsync(new ScanRequest(1024, 768, 8, DwellUs), Token);

        FrameMetadata read = ImageReader.Read(Assert.Single(Directory.GetFiles(_folder, "*.tif"))).Metadata;

        Assert.Equal(twin.Column.FieldWidthUm * 1000 / 1024, read.PixelSizeNm!.Value, 3);
        Assert.Equal(("Zeiss", "TWIN-0001", twin.Column.DetectorName), (read.Vendor, read.SerialNumber, read.Detector));
        Assert.Equal(twin.Column.VoltageV / 1000, read.BeamEnergyKv!.Value, 2);
        Assert.Equal(twin.Column.WorkingDistanceMm, read.WorkingDistanceMm!.Value, 2);
        Assert.Null(read.PictureArea);
    }

    [Fact]
    public async Task Frame_OfASemThatDoesNotStore_IsNamed()
    {
        await using RemCon32Bench bench = await RemCon32Bench.StartAsync(RemCon32Bench.Twin());
        var scanner = new WatchedFolderScanner(bench.Driver.FrameTrigger!, new WatchedFolderSettings { Folder = _folder }, new ImageFileReader(), PatientTime.Instance);
        Assert.Equal(Fault.CommandRejected, (await RemCon32Bench.FaultOf(() => scanner.ScanFrameAsync(new ScanRequest(1024, 768, 8, DwellUs), null, Token))).Fault);
    }

    private static GreyImage Expected(TwinMicroscope twin) => twin.Render(twin.View(new ScanArea(1024, 768, 0, 0, 1023, 767), 8, DwellUs), Token);
}
