using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Imaging;
using LtoAutoscope.Imaging.Benchmarks;
using LtoAutoscope.Imaging.Formats;
using LtoAutoscope.Imaging.Marks;
using LtoAutoscope.Imaging.Segmentation;
using LtoAutoscope.Twin.Rendering;

namespace LtoAutoscope.Daemon.Cli;

/// <summary><c>bench data-bar</c>: how often painted data bars are found, and pictures without one left alone.</summary>
internal static class BenchDataBarVerb
{
    private const int ToleranceRows = 3, ShownAtMost = 12, Readings = 51;

    public static Command Create()
    {
        var count = new Option<int>("--count") { Description = "Pictures to render, without marks. Default 200.", DefaultValueFactory = _ => 200, HelpName = "N" };
        var pictures = new Option<string[]>("--pictures") { Description = "Folders of own 8-bit pictures to look at besides. Those with a bar of their own count as cut and are listed, to be looked at.", HelpName = "DIR" };
        var bars = new Option<int>("--bars") { Description = "Bars to paint over each picture. Default 3.", DefaultValueFactory = _ => 3, HelpName = "N" };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("data-bar", "Paint data bars of many kinds over pictures and count which are found, and which pictures without one are cut.") { count, pictures, bars, json };
        command.SetAction((parsed, token) => VerbRunner.RunAsync(async cancel =>
        {
            var console = new VerbConsole(parsed.GetValue(json));
            DirectoryInfo folder = Directory.CreateTempSubdirectory("lto-data-bar-");
            try
            {
                int rendered = parsed.GetValue(count);
                await console.ProgressAsync("rendering", async progress =>
                {
                    var options = new RenderOptions { WidthPx = 512, HeightPx = 384, MarkShare = 0 };
                    if (rendered > 0) await RenderedSet.WriteAsync(rendered, 1, folder.FullName, options, new Share(progress, rendered), cancel).ConfigureAwait(false);
                    return true;
                }).ConfigureAwait(false);
                List<Row> rows = [];
                if (rendered > 0) rows.Add(Measure("rendered", Directory.GetFiles(Path.Combine(folder.FullName, "images")), parsed.GetValue(bars), cancel));
                foreach (string own in parsed.GetValue(pictures) ?? [])
                {
                    if (!Directory.Exists(own)) throw new InputException("There is no such folder", own, "Check the path");
                    rows.Add(Measure(own, [.. Directory.GetFiles(own).Where(ImageReader.HasImageExtension)], parsed.GetValue(bars), cancel));
                }

                (double read, double bytes) = await ReadingAsync(folder.FullName, cancel).ConfigureAwait(false);
                console.WriteJson(new { Sets = rows, ReadTiffMs = read, ReadBytesMs = bytes });
                foreach (Row row in rows) Describe(console, row);
                console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"a TIFF of 1024 × 768 pixels, 8 bits, is read in {read:0.00} ms, its bytes alone in {bytes:0.00} ms (median of {Readings})"));
                return ExitCode.Success;
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }, token));
        return command;
    }

    private static Row Measure(string name, string[] files, int bars, CancellationToken cancellationToken)
    {
        int pictures = 0, painted = 0, found = 0, overcut = 0, marked = 0;
        List<string> cut = [], missed = [];
        var watch = new Stopwatch();
        foreach (string file in files.Order(StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            GreyImage image = ImageReader.Read(file).Image;
            if (image.BitsPerPixel != 8) continue;
            pictures++;
            PictureContent content = PictureContent.Of(image);
            if (content.Marks is not null) marked++;
            if (content.Area != ImageRegion.Whole(image.Width, image.Height))
            {
                cut.Add(string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(file)}: rows {content.Area.Y} to {content.Area.Bottom} of {image.Height}"));
                continue;
            }

            for (int k = 0; k < bars; k++)
            {
                PaintedDataBar bar = PaintedDataBar.Over(image, new Random(1000 * pictures + k));
                watch.Start();
                ImageRegion seen = DataBar.Picture(bar.Image);
                watch.Stop();
                painted++;
                if (Math.Abs(seen.Y - bar.Picture.Y) <= ToleranceRows && Math.Abs(seen.Bottom - bar.Picture.Bottom) <= ToleranceRows) found++;
                else missed.Add(string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(file)}, {bar.Kind}: rows {seen.Y} to {seen.Bottom} kept, the picture is {bar.Picture.Y} to {bar.Picture.Bottom}"));
                if (seen.Y > bar.Picture.Y + ToleranceRows || seen.Bottom < bar.Picture.Bottom - ToleranceRows) overcut++;
            }
        }

        return new Row(name, pictures, cut.Count, marked, painted, found, overcut, painted == 0 ? 0 : watch.Elapsed.TotalMilliseconds / painted, cut, missed);
    }

    /// <summary>Reading a picture file, directories, vendor tags and side files included, beside reading its bytes.</summary>
    private static async Task<(double ReadMs, double BytesMs)> ReadingAsync(string folder, CancellationToken cancellationToken)
    {
        var image = new GreyImage(1024, 768, 8);
        var random = new Random(1);
        for (int i = 0; i < image.Pixels.Length; i++) image.Pixels[i] = (ushort)random.Next(256);
        using var stream = new MemoryStream();
        new TiffFrameCodec().Write(new Frame(new FrameMetadata { FrameId = "bench", WidthPx = image.Width, HeightPx = image.Height, BitsPerPixel = 8, PixelSizeNm = 2 }, image), stream);
        string path = Path.Combine(folder, "bench.tif");
        await AtomicFile.WriteAsync(path, stream.ToArray(), cancellationToken).ConfigureAwait(false);
        return (Median(() => ImageReader.Read(path)), Median(() => File.ReadAllBytes(path)));

        static double Median(Func<object> read)
        {
            double[] times = new double[Readings];
            for (int i = 0; i < times.Length; i++)
            {
                long began = Stopwatch.GetTimestamp();
                read();
                times[i] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            }

            Array.Sort(times);
            return times[Readings / 2];
        }
    }

    private static void Describe(VerbConsole console, Row row)
    {
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{row.Set}: {row.Pictures} pictures; {row.Cut} cut and {row.Marked} with drawn marks as they are; {row.Painted} bars painted over the others, {row.Found} found within {ToleranceRows} rows, {row.Overcut} cut too deep; {row.Milliseconds:0.0} ms a picture"));
        foreach (string line in row.CutPictures.Take(ShownAtMost)) console.WriteLine("  cut: " + line);
        foreach (string line in row.Missed.Take(ShownAtMost)) console.WriteLine("  missed: " + line);
    }

    private sealed record Row(
        string Set, int Pictures, int Cut, int Marked, int Painted, int Found, int Overcut, double Milliseconds, IReadOnlyList<string> CutPictures, IReadOnlyList<string> Missed);

    private sealed class Share(IProgress<(double Share, string Text)> progress, int total) : IProgress<int>
    {
        public void Report(int value) => progress.Report(((double)value / total, ""));
    }
}
