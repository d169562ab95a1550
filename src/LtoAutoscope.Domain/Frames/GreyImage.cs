namespace LtoAutoscope.Domain.Frames;

/// <summary>A grey image in memory, row-major, one 16-bit word a pixel whatever the depth of its source.</summary>
/// <remarks>Thread safety: the pixels are not copied and not guarded; treat an image as immutable once it is handed on.</remarks>
public sealed class GreyImage
{
    /// <param name="width">Width in pixels, ≥ 1.</param>
    /// <param name="height">Height in pixels, ≥ 1.</param>
    /// <param name="bitsPerPixel">8 or 16: the range of the values, 0…255 or 0…65535.</param>
    /// <param name="pixels">Row-major values, <paramref name="width"/> × <paramref name="height"/>; taken, not copied. New when null.</param>
    /// <exception cref="ArgumentException">A size or the depth is out of range, or the array's length does not match.</exception>
    public GreyImage(int width, int height, int bitsPerPixel, ushort[]? pixels = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (bitsPerPixel is not (8 or 16)) throw new ArgumentException($"An image has 8 or 16 bits a pixel, not {bitsPerPixel}.", nameof(bitsPerPixel));
        pixels ??= new ushort[checked(width * height)];
        if (pixels.Length != checked(width * height))
            throw new ArgumentException($"{width} × {height} pixels need {width * height} values, not {pixels.Length}.", nameof(pixels));
        Width = width;
        Height = height;
        BitsPerPixel = bitsPerPixel;
        Pixels = pixels;
    }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>8 or 16.</summary>
    public int BitsPerPixel { get; }

    /// <summary>The largest value that the depth can hold: 255 or 65535.</summary>
    public int MaximumValue => (1 << BitsPerPixel) - 1;

    /// <summary>Row-major values; index = y · <see cref="Width"/> + x.</summary>
    public ushort[] Pixels { get; }

    /// <summary>The value at column <paramref name="x"/>, row <paramref name="y"/>.</summary>
    public ushort this[int x, int y]
    {
        get => Pixels[y * Width + x];
        set => Pixels[y * Width + x] = value;
    }

    /// <summary>A copy of a rectangle that lies inside the image.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rectangle reaches outside.</exception>
    public GreyImage Crop(int x, int y, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(x);
        ArgumentOutOfRangeException.ThrowIfNegative(y);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(x + width, Width);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(y + height, Height);
        var part = new GreyImage(width, height, BitsPerPixel);
        for (int row = 0; row < height; row++)
            Array.Copy(Pixels, (y + row) * Width + x, part.Pixels, row * width, width);
        return part;
    }
}
