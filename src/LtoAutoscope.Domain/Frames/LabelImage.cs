namespace LtoAutoscope.Domain.Frames;

/// <summary>An instance mask: 0 is background, 1…n number the particles; same frame of reference as the image it belongs to.</summary>
public sealed class LabelImage
{
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="labels">Row-major labels; taken, not copied. New when null.</param>
    public LabelImage(int width, int height, int[]? labels = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        labels ??= new int[checked(width * height)];
        if (labels.Length != checked(width * height))
            throw new ArgumentException($"{width} × {height} labels need {width * height} values, not {labels.Length}.", nameof(labels));
        Width = width;
        Height = height;
        Labels = labels;
    }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>Row-major labels; index = y · <see cref="Width"/> + x.</summary>
    public int[] Labels { get; }

    /// <summary>The label at column <paramref name="x"/>, row <paramref name="y"/>.</summary>
    public int this[int x, int y]
    {
        get => Labels[y * Width + x];
        set => Labels[y * Width + x] = value;
    }

    /// <summary>The largest label, 0 where there is none.</summary>
    public int Maximum => Labels.Max();
}
