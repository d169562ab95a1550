namespace LtoAutoscope.Acquisition.Conditions;

/// <summary>The disk under a folder.</summary>
/// <param name="folder">Any folder on it.</param>
public sealed class DriveSpace(string folder) : IDiskSpace
{
    /// <inheritdoc/>
    public long ReadFreeBytes() => new DriveInfo(folder).AvailableFreeSpace;
}
