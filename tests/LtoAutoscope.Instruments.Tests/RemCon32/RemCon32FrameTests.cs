using System.Buffers.Binary;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
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
        }, new BaselineTiffReader(), TimeProvider.System);
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

    [Fact]
    public async Task Frame_OfASemThatDoesNotStore_IsNamed()
    {
        await using RemCon32Bench bench = await RemCon32Bench.StartAsync(RemCon32Bench.Twin());
        var scanner = new WatchedFolderScanner(bench.Driver.FrameTrigger!, new WatchedFolderSettings { Folder = _folder }, new BaselineTiffReader(), TimeProvider.System);
        Assert.Equal(Fault.CommandRejected, (await RemCon32Bench.FaultOf(() => scanner.ScanFrameAsync(new ScanRequest(1024, 768, 8, DwellUs), null, Token))).Fault);
    }

    private static GreyImage Expected(TwinMicroscope twin) => twin.Render(twin.View(new ScanArea(1024, 768, 0, 0, 1023, 767), 8, DwellUs), Token);

    /// <summary>Reads what TIFF 6.0 calls baseline greyscale, 8 bits in one strip.</summary>
    private sealed class BaselineTiffReader : IImageFileReader
    {
        public GreyImage Read(string path)
        {
            byte[] bytes = File.ReadAllBytes(path);
            if (bytes.Length < 8 || !bytes.AsSpan(0, 4).SequenceEqual("II*\0"u8)) throw new InputException("it is no TIFF", path, "Copy it again");
            int directory = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(4));
            var tags = new Dictionary<ushort, int>();
            for (int i = 0; i < BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(directory)); i++)
            {
                Span<byte> entry = bytes.AsSpan(directory + 2 + 12 * i, 12);
                tags[BinaryPrimitives.ReadUInt16LittleEndian(entry)] = BinaryPrimitives.ReadInt32LittleEndian(entry[8..]);
            }

            if (bytes.Length < tags[273] + tags[279]) throw new InputException("it is cut", path, "Copy it again");
            return new GreyImage(tags[256], tags[257], 8, [.. bytes.AsSpan(tags[273], tags[279]).ToArray().Select(static grey => (ushort)grey)]);
        }
    }
}
