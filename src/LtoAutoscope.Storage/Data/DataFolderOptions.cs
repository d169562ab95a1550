namespace LtoAutoscope.Storage.Data;

/// <summary>What a data folder must offer before work begins in it.</summary>
public sealed record DataFolderOptions
{
    /// <summary>Default of <see cref="MinimumFreeBytes"/>: 1 GiB.</summary>
    public const long DefaultMinimumFreeBytes = 1L << 30;

    /// <summary>Free space below which the folder is refused, bytes; 0 switches the check off. Default 1 GiB (about 600 frames of 1024 × 768 at 16 bit).</summary>
    public long MinimumFreeBytes { get; init; } = DefaultMinimumFreeBytes;
}
