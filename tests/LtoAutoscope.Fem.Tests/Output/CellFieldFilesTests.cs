using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Xml.Linq;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Fem.Microstructures;
using LtoAutoscope.Fem.Output;

namespace LtoAutoscope.Fem.Tests.Output;

/// <summary>Series, compact form and stills of a field, read back as a reader of the format would.</summary>
public sealed class CellFieldFilesTests : IDisposable
{
    private const int Edge = 24;
    private readonly string _folder = Directory.CreateTempSubdirectory("fields").FullName;
    private readonly VoxelMicrostructure _structure = Voxeliser.Voxelise([new Ellipsoid(50, 40) { Centre = new Vector3(60, 60, 60) }], 120, Edge);
    private readonly float[] _x;

    public CellFieldFilesTests()
        => _x = [.. _structure.Labels.Select((label, i) => label == 0 ? float.NaN : 0.2f + (0.6f * (i % Edge) / Edge))];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private CellSnapshot Snapshot(int index) => new(index, 100 * index, 1.5, 0.3, [new CellField("lithiation", "lithiation x", "", _x)]);

    [Fact]
    public async Task AddAsync_Series_ReadsBackBlockByBlock()
    {
        var files = new CellFieldFiles(_folder, _structure);
        await files.AddAsync(Snapshot(0), TestContext.Current.CancellationToken);
        await files.AddAsync(Snapshot(1), TestContext.Current.CancellationToken);

        var index = XDocument.Load(Path.Combine(_folder, CellFieldFiles.Series, VtiSeries.Index));
        Assert.Equal(["0", "100"], index.Descendants("DataSet").Select(e => e.Attribute("timestep")!.Value));
        var vti = XDocument.Load(Path.Combine(_folder, CellFieldFiles.Series, index.Descendants("DataSet").Last().Attribute("file")!.Value));
        Assert.Equal($"0 {Edge} 0 {Edge} 0 {Edge}", vti.Descendants("Piece").Single().Attribute("Extent")!.Value);
        byte[] raw = VtiReader.Unpack(vti.Descendants("DataArray").Single(e => e.Attribute("Name")!.Value == "lithiation").Value);
        Assert.Equal(_x, MemoryMarshal.Cast<byte, float>(raw).ToArray());
    }

    [Fact]
    public async Task AddAsync_CompactForm_HoldsTheFieldToTheLastOf254Steps()
    {
        await new CellFieldFiles(_folder, _structure).AddAsync(Snapshot(0), TestContext.Current.CancellationToken);

        string view = Path.Combine(_folder, CellFieldFiles.View);
        using var index = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(view, VolumeView.Index), TestContext.Current.CancellationToken));
        JsonElement field = index.RootElement.GetProperty("snapshots")[0].GetProperty("fields")[0];
        double low = field.GetProperty("low").GetDouble(), high = field.GetProperty("high").GetDouble();
        byte[] bytes = Gunzip(Path.Combine(view, field.GetProperty("file").GetString()!));
        byte[] labels = Gunzip(Path.Combine(view, index.RootElement.GetProperty("labels").GetString()!));
        for (int i = 0; i < _x.Length; i++)
        {
            Assert.Equal(_structure.Labels[i], BinaryPrimitives.ReadUInt16LittleEndian(labels.AsSpan(2 * i)));
            if (float.IsNaN(_x[i])) Assert.Equal(0, bytes[i]);
            else Assert.Equal(_x[i], low + ((bytes[i] - 1) / 254.0 * (high - low)), (high - low) / 500);
        }
    }

    [Fact]
    public async Task AddAsync_Still_ShowsParticleAndBarInColour()
    {
        var files = new CellFieldFiles(_folder, _structure);
        await files.WriteMicrostructureAsync(TestContext.Current.CancellationToken);
        await files.AddAsync(Snapshot(3), TestContext.Current.CancellationToken);
        await files.AddAsync(Snapshot(4), TestContext.Current.CancellationToken);

        await using var stream = File.OpenRead(Path.Combine(_folder, CellFieldFiles.Stills, "lithiation_0004.png"));
        GreyImage picture = PngImage.Read(stream, "still");
        Assert.Equal((920, 1024), (picture.Width, picture.Height));
        Assert.True(File.Exists(Path.Combine(_folder, CellFieldFiles.Stills, CellFieldFiles.Microstructure)));
        Assert.False(File.Exists(Path.Combine(_folder, CellFieldFiles.Stills, "lithiation_0003.png")));
        Assert.InRange(picture.Pixels[(470 * 2 * 920) + (2 * 345)], 150, 255);
        Assert.InRange(picture.Pixels[(470 * 2 * 920) + (2 * 115)], 20, 80);
        Assert.True(picture.Pixels.Distinct().Count() > 40);
    }

    [Fact]
    public async Task Accept_ManySnapshots_AreAllWritten()
    {
        await using var writer = new SnapshotWriter(new CellFieldFiles(_folder, _structure), TestContext.Current.CancellationToken);
        await Task.Run(() =>
        {
            for (int i = 0; i < 6; i++) writer.Accept(Snapshot(i));
        }, TestContext.Current.CancellationToken);
        await writer.CompleteAsync();

        Assert.Equal(6, Directory.GetFiles(Path.Combine(_folder, CellFieldFiles.Series), "*.vti").Length);
    }

    [Fact]
    public async Task Accept_FolderThatCannotBeWritten_NeitherHangsNorHidesIt()
    {
        string file = Path.Combine(_folder, "taken");
        await File.WriteAllBytesAsync(file, [1], TestContext.Current.CancellationToken);
        await using var writer = new SnapshotWriter(new CellFieldFiles(file, _structure), TestContext.Current.CancellationToken);
        await Task.Run(() =>
        {
            for (int i = 0; i < 10; i++) writer.Accept(Snapshot(i));
        }, TestContext.Current.CancellationToken);

        await Assert.ThrowsAnyAsync<IOException>(writer.CompleteAsync);
    }

    [Theory]
    [InlineData(0.4, 0.6, "0.400", "0.600")]
    [InlineData(1000.00012, 1000.00034, "1000.000120", "1000.000340")]
    [InlineData(-2e-7, 1e-7, "-2e-7", "1e-7")]
    public void ValueText_Of_TellsTheEndsApart(double low, double high, string lowText, string highText)
        => Assert.Equal((lowText, highText), ValueText.Of(low, high));

    private static byte[] Gunzip(string path)
    {
        using var reader = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var result = new MemoryStream();
        reader.CopyTo(result);
        return result.ToArray();
    }
}
