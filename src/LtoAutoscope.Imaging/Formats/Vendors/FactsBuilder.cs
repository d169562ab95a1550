using System.Globalization;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Frames;

namespace LtoAutoscope.Imaging.Formats.Vendors;

/// <summary>Collects what one source tells; impossible values are left out and noted by name.</summary>
/// <param name="vendor">Maker of the instrument; empty where the source is no maker's.</param>
/// <param name="source">The tag or file, for <see cref="Known{T}.Source"/>.</param>
/// <param name="width">Width of the stored image, pixels.</param>
/// <param name="height">Height of the stored image, pixels.</param>
internal sealed class FactsBuilder(string vendor, string source, int width, int height)
{
    private const int MostKeys = 2000, LongestValue = 500;
    private const double SquareTolerance = 0.01, TiltWorthTelling = 5;
    private readonly List<PixelSizeClaim> pixelSizes = [];
    private readonly List<string> notes = [];

    internal ImageFacts Facts { get; private set; } = vendor.Length > 0 ? new ImageFacts { Vendor = new Known<string>(vendor, source) } : ImageFacts.None;

    /// <summary>Width of the stored image, pixels.</summary>
    internal int Width => width;

    /// <summary>Height of the stored image, pixels.</summary>
    internal int Height => height;

    internal ImageFacts Build() => Facts with { PixelSizes = pixelSizes, Notes = notes };

    internal void Note(string sentence) => notes.Add($"{source}: {sentence}");

    internal string From(string key) => $"{source}, {key}";

    /// <summary>A pixel size, nm; refused when it is impossible.</summary>
    /// <exception cref="InputException">The pixels are not square.</exception>
    internal void PixelSize(double? xNm, double? yNm, string key, bool isWeak = false)
    {
        if (xNm is not double x) return;
        double y = yNm ?? x;
        if (!PixelSizeClaim.IsPossible(x) || !PixelSizeClaim.IsPossible(y))
        {
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{From(key)}: {(PixelSizeClaim.IsPossible(x) ? y : x):G6} nm is no possible pixel size and was not used"));
            return;
        }

        if (Math.Abs(x / y - 1) > SquareTolerance)
        {
            throw new InputException(string.Create(CultureInfo.InvariantCulture, $"Its pixels are not square ({x:G6} × {y:G6} nm)"), From(key),
                "Resample the image to square pixels, or correct the scale in the file");
        }

        pixelSizes.Add(new PixelSizeClaim(Math.Sqrt(x * y), From(key), isWeak));
    }

    internal void Instrument(string? value, string key) => Facts = Facts with { Instrument = Facts.Instrument ?? Text(value, key) };

    internal void SerialNumber(string? value, string key) => Facts = Facts with { SerialNumber = Facts.SerialNumber ?? Text(value, key) };

    internal void Detector(string? value, string key) => Facts = Facts with { Detector = Facts.Detector ?? Text(value, key) };

    internal void Magnification(double? value, string key) => Facts = Facts with { Magnification = Facts.Magnification ?? Positive(value, key, 1, 1e8) };

    internal void BeamEnergyKv(double? value, string key) => Facts = Facts with { BeamEnergyKv = Facts.BeamEnergyKv ?? Positive(value, key, 1e-3, 3000) };

    internal void WorkingDistanceMm(double? value, string key) => Facts = Facts with { WorkingDistanceMm = Facts.WorkingDistanceMm ?? Positive(value, key, 1e-3, 1000) };

    internal void ProbeCurrentPa(double? value, string key) => Facts = Facts with { ProbeCurrentPa = Facts.ProbeCurrentPa ?? Positive(value, key, 1e-4, 1e9) };

    internal void DwellUs(double? value, string key) => Facts = Facts with { DwellUs = Facts.DwellUs ?? Positive(value, key, 1e-4, 1e9) };

    /// <summary>Where the stage stood; each part may be missing.</summary>
    internal void Stage(double? xMm, double? yMm, double? zMm, double? rotationDeg, string key) => Facts = Facts with
    {
        StageXMm = Facts.StageXMm ?? Within(xMm, key, 1000), StageYMm = Facts.StageYMm ?? Within(yMm, key, 1000), StageZMm = Facts.StageZMm ?? Within(zMm, key, 1000), StageRotationDeg = Facts.StageRotationDeg ?? Within(rotationDeg, key, 3600),
    };

    internal void EmissionCurrentUa(double? value, string key) => Facts = Facts with { EmissionCurrentUa = Facts.EmissionCurrentUa ?? Positive(value, key, 1e-6, 1e7) };

    internal void ApertureUm(double? value, string key) => Facts = Facts with { ApertureUm = Facts.ApertureUm ?? Positive(value, key, 0.5, 1e5) };

    internal void SpotSize(string? value, string key) => Facts = Facts with { SpotSize = Facts.SpotSize ?? Text(value, key) };

    /// <summary>The block as it is written; what is too long or too much is cut off and noted.</summary>
    internal void Block(IEnumerable<KeyValuePair<string, string>> entries)
    {
        var block = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string key, string value) in entries)
        {
            if (block.Count == MostKeys)
            {
                Note(string.Create(CultureInfo.InvariantCulture, $"it has more than {MostKeys} keys; the others were not kept"));
                break;
            }

            block.TryAdd(key.Length > LongestValue ? key[..LongestValue] : key, value.Length > LongestValue ? value[..LongestValue] + "…" : value);
        }

        Facts = Facts with { Block = block };
    }

    internal void StageTiltDeg(double? value, string key)
    {
        if (value is not double tilt || Facts.StageTiltDeg is not null || Math.Abs(tilt) > 180) return;
        Facts = Facts with { StageTiltDeg = new Known<double>(tilt, From(key)) };
        if (Math.Abs(tilt) > TiltWorthTelling)
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{From(key)}: the stage was tilted by {tilt:0.#}°; lengths across the tilt axis are not corrected for it"));
    }

    internal void TakenAt(string? date, string? time, string key, params string[] formats)
    {
        if (Facts.TakenAt is not null || string.IsNullOrWhiteSpace(date)) return;
        string text = $"{date.Trim()} {(string.IsNullOrWhiteSpace(time) ? "0:0:0" : time.Trim())}";
        if (DateTime.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces, out DateTime at) && at.Year is > 1980 and < 2200)
            Facts = Facts with { TakenAt = new Known<DateTime>(DateTime.SpecifyKind(at, DateTimeKind.Unspecified), From(key)) };
    }

    /// <summary>The picture is this large and begins at the upper left corner; silent when it fills the file, refused when it cannot be.</summary>
    /// <param name="pictureWidth">Its width, pixels; the file's if null.</param>
    /// <param name="pictureHeight">Its height, pixels; the file's if null.</param>
    /// <param name="key">Where it stood.</param>
    /// <param name="rows">Pictures below each other that the maker tells of.</param>
    internal void PictureSize(long? pictureWidth, long? pictureHeight, string key, int rows = 1)
    {
        long w = pictureWidth ?? width, h = pictureHeight ?? height;
        if (Facts.Area is not null || (w == width && h == height)) return;
        if (w < 1 || h < 1 || w > width || h > height || h < height / (2 * rows))
        {
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{From(key)}: a picture of {w} × {h} pixels does not belong to a file of {width} × {height}; the data bar was looked for in the pixels"));
            return;
        }

        if (w < width || rows > 1) notes.Add(string.Create(CultureInfo.InvariantCulture, $"{From(key)}: the file shows pictures of {w} × {h} pixels {(rows > 1 ? "beside and below each other" : "side by side")}; the first one was taken, because all show the same place"));
        Facts = Facts with { Area = new Known<PixelArea>(new PixelArea(0, 0, (int)w, (int)h), From(key)) };
    }

    /// <summary>
    /// By what a pixel size of the stored picture has to be multiplied, because the file was resampled after the maker's program had stored it; 1 when
    /// its size is the stored one, or when it was only cut.
    /// </summary>
    internal double Resampling(long? storedWidth, long? storedHeight, string key)
    {
        if (storedWidth is not > 0 || storedHeight is not > 0 || (storedWidth == width && storedHeight <= height)) return 1;
        double x = (double)storedWidth.Value / width, y = (double)storedHeight.Value / height;
        string was = string.Create(CultureInfo.InvariantCulture, $"{From(key)}: it was stored with {storedWidth} × {storedHeight} pixels and now has {width} × {height}");
        bool isResampled = Math.Abs(x / y - 1) < 0.005;
        notes.Add(isResampled ? was + "; the pixel size was scaled to match" : was + "; it was taken for cut out, with its pixel size unchanged");
        return isResampled ? x : 1;
    }

    private Known<string>? Text(string? value, string key)
    {
        string? text = value?.Trim().Trim('"').Trim();
        return string.IsNullOrEmpty(text) ? null : new Known<string>(text.Length > 200 ? text[..200] : text, From(key));
    }

    private Known<double>? Within(double? value, string key, double largest) => value is double number && Math.Abs(number) <= largest ? new Known<double>(number, From(key)) : null;

    private Known<double>? Positive(double? value, string key, double smallest, double largest)
    {
        if (value is not double number || number == 0) return null;
        if (number >= smallest && number <= largest) return new Known<double>(number, From(key));
        notes.Add(string.Create(CultureInfo.InvariantCulture, $"{From(key)}: {number:G6} is not possible and was not used"));
        return null;
    }
}
