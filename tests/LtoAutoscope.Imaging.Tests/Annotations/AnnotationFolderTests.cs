using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Imaging.Annotations;
using SkiaSharp;

namespace LtoAutoscope.Imaging.Tests.Annotations;

public sealed class AnnotationFolderTests : IDisposable
{
    private readonly string _folder = Path.Combine(Directory.CreateTempSubdirectory("lto-annotations-").FullName, "out");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);

    [Fact]
    public async Task Read_LabelMapsAsTheyWereWritten_AreTheSamePixelByPixel()
    {
        LabelImage[] labels = await ExportAsync();
        CheckedAnnotations read = AnnotationFolder.Read(_folder, OutlineSource.Labels, null, Token);
        Assert.True(read.IsSound, string.Join("\n", read.Problems));
        Assert.All(labels, (map, i) => Assert.Equal(map.Labels, read.Pictures[i].Labels.Labels));
        Assert.Equal("frame-2.tif", read.Pictures[1].Source.FrameId);
        Assert.Equal(2.5, read.Pictures[1].Source.PixelSizeNm);
    }

    [Fact]
    public async Task Read_PolygonsAsTheyWereWritten_CoverEveryParticleAlmostWholly()
    {
        LabelImage[] labels = await ExportAsync();
        CheckedAnnotations read = AnnotationFolder.Read(_folder, OutlineSource.Coco, null, Token);
        Assert.DoesNotContain(read.Problems, static p => !p.IsWarning);
        for (int i = 0; i < labels.Length; i++)
        {
            Dictionary<int, ParticleMask> again = ParticleMask.All(read.Pictures[i].Labels).ToDictionary(static m => m.Label);
            Assert.All(ParticleMask.All(labels[i]), mask => Assert.True(again[mask.Label].IntersectionOverUnion(mask) > 0.97, $"picture {i}, label {mask.Label}"));
        }
    }

    [Fact]
    public async Task Read_ChangedSinceTheExport_TakesTheFormThatWasChanged()
    {
        await ExportAsync();
        string coco = Path.Combine(_folder, AnnotationFolder.CocoName), label = Path.Combine(_folder, "labels", "p-1.png");
        CheckedAnnotations untouched = AnnotationFolder.Read(_folder, OutlineSource.Changed, null, Token);
        Assert.Contains(untouched.Problems, static p => p.IsWarning && p.What.Contains("nothing was changed", StringComparison.Ordinal));

        await File.AppendAllTextAsync(coco, "\n", Token);
        Assert.Equal(OutlineSource.Coco, AnnotationFolder.Read(_folder, OutlineSource.Changed, null, Token).From);

        SaveLabels(label, Masks.Crowd(160, 120, 9));
        InputException both = Assert.Throws<InputException>(() => AnnotationFolder.Read(_folder, OutlineSource.Changed, null, Token));
        Assert.Contains("--from", both.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_EverythingThatGoesWrongWithLabelMaps_IsNamedByFileAndLabel()
    {
        await ExportAsync();
        var wrongSize = new LabelImage(50, 50);
        wrongSize.Labels[7] = 1;
        SaveLabels(Path.Combine(_folder, "labels", "p-1.png"), wrongSize);
        LabelImage slip = Masks.Crowd(160, 120, 2);
        (slip[0, 0], slip[1, 0]) = (999, 999);
        SaveLabels(Path.Combine(_folder, "labels", "p-2.png"), slip);
        SaveLabels(Path.Combine(_folder, "labels", "stranger.png"), slip);
        await File.WriteAllBytesAsync(Path.Combine(_folder, "images", "p 3.png"), await File.ReadAllBytesAsync(Path.Combine(_folder, "images", "p-1.png"), Token), Token);

        CheckedAnnotations read = AnnotationFolder.Read(_folder, OutlineSource.Labels, null, Token);
        Assert.False(read.IsSound);
        Expect(read, "labels/p-1.png", "50 × 50");
        Expect(read, "labels/p-2, label 999", "only 2 pixels");
        Expect(read, "labels/stranger.png", "no picture");
        Expect(read, "images/p 3.png", "name");
    }

    [Fact]
    public async Task Read_ForegroundMaskInsteadOfParticles_IsRefused()
    {
        await ExportAsync();
        LabelImage crowd = Masks.Crowd(160, 120, 1, count: 9);
        SaveLabels(Path.Combine(_folder, "labels", "p-1.png"), new LabelImage(160, 120, Array.ConvertAll(crowd.Labels, static l => l > 0 ? 255 : 0)));
        Expect(AnnotationFolder.Read(_folder, OutlineSource.Labels, null, Token), "label 255", "separate parts");
    }

    [Fact]
    public async Task Read_ColourMask_GivesEachColourANumber()
    {
        LabelImage[] labels = await ExportAsync();
        using (var bitmap = new SKBitmap(new SKImageInfo(160, 120, SKColorType.Rgba8888, SKAlphaType.Opaque)))
        {
            for (int y = 0; y < 120; y++)
                for (int x = 0; x < 160; x++)
                    bitmap.SetPixel(x, y, labels[0][x, y] is var l and > 0 ? new SKColor((byte)(l * 37), (byte)(l * 11), (byte)(200 - l)) : SKColors.Black);
            using SKData png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
            await File.WriteAllBytesAsync(Path.Combine(_folder, "labels", "p-1.png"), png.ToArray(), Token);
        }

        CheckedAnnotations read = AnnotationFolder.Read(_folder, OutlineSource.Labels, null, Token);
        Assert.True(read.IsSound, string.Join("\n", read.Problems));
        IReadOnlyList<ParticleMask> wanted = ParticleMask.All(labels[0]), found = ParticleMask.All(read.Pictures[0].Labels);
        Assert.Equal(wanted.Count, found.Count);
        Assert.All(wanted, mask => Assert.Contains(found, other => other.IntersectionOverUnion(mask) == 1));
    }

    [Fact]
    public async Task Read_OutlineInTheDataBar_IsRefused()
    {
        GreyImage picture = Scenes.WithDataBar(Scenes.Field(256, 200, 24), 30, 0, line: false);
        var labels = new LabelImage(256, 230);
        for (int y = 180; y < 220; y++)
            for (int x = 20; x < 60; x++) labels[x, y] = 4;
        await WriteAsync([("bar", picture, labels)]);
        CheckedAnnotations read = AnnotationFolder.Read(_folder, OutlineSource.Labels, null, Token);
        Expect(read, "label 4", "data bar, which begins at row 200");
    }

    [Fact]
    public async Task WriteAsync_FolderWithCorrectionsInIt_IsLeftAlone()
    {
        await ExportAsync();
        await Assert.ThrowsAsync<InputException>(ExportAsync);
    }

    [Fact]
    public async Task WriteAsync_SixteenBitPicture_IsStretchedAndSaysHow()
    {
        LabelImage labels = Masks.Crowd(160, 120, 3);
        await WriteAsync([("deep", Masks.Picture(labels, 16), labels)]);
        PictureSource source = AnnotationFolder.Read(_folder, OutlineSource.Labels, null, Token).Pictures.Single().Source;
        Assert.Equal(16, source.OriginalBits);
        Assert.InRange(source.GreyLow, 12_000, 12_040);
        Assert.InRange(source.GreyHigh, 30_000, 30_041);
    }

    private static void Expect(CheckedAnnotations read, string where, string what)
        => Assert.Contains(read.Problems, p => p.Where.Contains(where, StringComparison.Ordinal) && p.What.Contains(what, StringComparison.Ordinal));

    private static void SaveLabels(string path, LabelImage labels)
    {
        using FileStream stream = File.Create(path);
        PngImage.WriteLabels(labels, stream);
    }

    private async Task<LabelImage[]> ExportAsync()
    {
        LabelImage[] labels = [Masks.Crowd(160, 120, 1), Masks.Crowd(200, 150, 2)];
        labels[1] = Masks.Crowd(160, 120, 2);
        await WriteAsync([.. labels.Select((map, i) => ($"p-{i + 1}", Masks.Picture(map), map))]);
        return labels;
    }

    private async Task WriteAsync((string Name, GreyImage Image, LabelImage Labels)[] pictures)
        => await AnnotationFolder.WriteAsync(_folder, pictures.Select((p, i) => PictureExport.Of(p.Name, new Frame(new FrameMetadata
        {
            FrameId = $"frame-{i + 1}.tif", WidthPx = p.Image.Width, HeightPx = p.Image.Height, BitsPerPixel = p.Image.BitsPerPixel, PixelSizeNm = 2.5,
        }, p.Image), p.Labels, "00", "lto-unet sha256:00")).ToAsyncEnumerable(), new DateTimeOffset(2026, 3, 14, 18, 0, 0, TimeSpan.Zero), null, Token);
}
