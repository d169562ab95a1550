using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Fem.Microstructures;
using LtoAutoscope.Fem.Output;
using LtoAutoscope.Fem.Viewing;
using SkiaSharp;

namespace LtoAutoscope.Fem.Tests.Viewing;

/// <summary>What the cell model stores for the browser, read back.</summary>
public sealed class CellViewTests : IDisposable
{
    private const int Edge = 24;
    private readonly string _folder = Directory.CreateTempSubdirectory("view").FullName;
    private readonly VoxelMicrostructure _structure = Voxeliser.Voxelise([new Ellipsoid(50, 40) { Centre = new Vector3(60, 60, 60) }], 120, Edge);
    private readonly float[] _x;

    public CellViewTests() => _x = [.. _structure.Labels.Select((label, i) => label == 0 ? float.NaN : 0.2f + (0.6f * (i % Edge) / Edge))];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<CellView> StoreAsync(int moments = 2)
    {
        var files = new CellFieldFiles(_folder, _structure);
        for (int i = 0; i < moments; i++)
            await files.AddAsync(new CellSnapshot(i, 100 * i, 1.5, 0.3, [new CellField("lithiation", "lithiation x", "", [.. _x.Select(x => x + (0.1f * i))])]), Token);
        return (await CellView.OpenAsync(_folder, Token))!;
    }

    [Fact]
    public async Task ReadFieldAsync_Stored_IsWithinAStepOfTheValue()
    {
        CellView view = await StoreAsync();
        ViewField field = view.Snapshot(1)!.Fields.Single();
        byte[] stored = (await view.ReadFieldAsync("lithiation", 1, Token))!;
        double step = (field.High - field.Low) / 254;
        for (int i = 0; i < stored.Length; i++)
        {
            if (float.IsNaN(_x[i])) Assert.Equal(0, stored[i]);
            else Assert.Equal(_x[i] + 0.1, field.ValueOf(stored[i]), step);
        }
    }

    [Fact]
    public async Task ReadLabelsAsync_Stored_AreTheStructures()
        => Assert.Equal(_structure.Labels.Select(label => (ushort)label), await (await StoreAsync(1)).ReadLabelsAsync(Token));

    [Fact]
    public async Task RangeOf_AllMoments_HoldsBothEnds()
    {
        (double low, double high) = (await StoreAsync()).Index.RangeOf("lithiation")!.Value;
        Assert.Equal(_x.Where(float.IsFinite).Min(), low, 1e-6);
        Assert.Equal(_x.Where(float.IsFinite).Max() + 0.1, high, 1e-6);
    }

    [Fact]
    public async Task OpenAsync_NothingStored_IsNull() => Assert.Null(await CellView.OpenAsync(_folder, Token));

    [Fact]
    public async Task OpenAsync_FileOutsideTheFolder_IsRefused()
    {
        await StoreAsync(1);
        string path = Path.Combine(_folder, CellFieldFiles.View, VolumeView.Index);
        string text = await File.ReadAllTextAsync(path, Token);
        await File.WriteAllTextAsync(path, text.Replace("lithiation_0000.u8.gz", "../../run.json", StringComparison.Ordinal), Token);
        await Assert.ThrowsAsync<InputException>(() => CellView.OpenAsync(_folder, Token));
    }

    [Fact]
    public async Task ReadFieldAsync_FileCutShort_NamesTheFile()
    {
        CellView view = await StoreAsync(1);
        await File.WriteAllBytesAsync(view.FieldPath("lithiation", 0)!, new byte[40], Token);
        InputException error = await Assert.ThrowsAsync<InputException>(() => view.ReadFieldAsync("lithiation", 0, Token));
        Assert.Contains("lithiation_0000", error.Where, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cut_EachAxis_IsAPictureOfItsOwn()
    {
        CellView view = await StoreAsync(1);
        ViewField field = view.Snapshot(0)!.Fields.Single();
        ushort[] labels = await view.ReadLabelsAsync(Token);
        byte[] stored = (await view.ReadFieldAsync("lithiation", 0, Token))!;
        byte[] Cut(CutAxis axis, int at) => FieldStills.Cut(view, labels, field, stored, null, axis, at, "lithiation x");
        using SKBitmap picture = SKBitmap.Decode(Cut(CutAxis.Z, 12));
        Assert.True(picture.Width >= 640 && picture.Height >= 640);
        // In the middle of the box lies the particle, whose x grows to the right: cividis from blue to yellow.
        SKColor left = picture.GetPixel(24 + 180, 24 + 320), right = picture.GetPixel(24 + 460, 24 + 320);
        Assert.True(right.Red > left.Red + 20, $"{left} {right}");
        Assert.NotEqual(Cut(CutAxis.X, 12), Cut(CutAxis.Y, 12));
        Assert.Equal(Cut(CutAxis.X, 23), Cut(CutAxis.X, 999));
    }

    [Fact]
    public async Task Box_RangeGiven_ChangesTheColours()
    {
        CellView view = await StoreAsync(1);
        ViewField field = view.Snapshot(0)!.Fields.Single();
        ushort[] labels = await view.ReadLabelsAsync(Token);
        byte[] stored = (await view.ReadFieldAsync("lithiation", 0, Token))!;
        Assert.NotEqual(FieldStills.Box(view, labels, field, stored, null, "x"), FieldStills.Box(view, labels, field, stored, (0, 10), "x"));
    }
}
