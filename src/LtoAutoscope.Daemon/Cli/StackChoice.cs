using System.CommandLine;
using LtoAutoscope.Fem.Microstructures.Tomography;

namespace LtoAutoscope.Daemon.Cli;

/// <summary>The options that name a stack of tomography and say what its values mean.</summary>
internal sealed class StackChoice
{
    private readonly Option<double> _voxel = new("--voxel-nm") { Description = "Edge of the stack's voxels, nm.", HelpName = "X" };
    private readonly Option<string?> _raw = new("--raw") { Description = "Layout of a raw stack, such as 200x200x150:u8 or 200x200x150:u16be:512 (bytes of a header).", HelpName = "LAYOUT" };
    private readonly Option<bool> _binary = new("--binary") { Description = "The stack shows solid and pore only: split the solid into particles." };
    private readonly Option<int[]> _pores = new("--pore-value") { Description = "Values of pores in the stack, 0 unless given.", HelpName = "V", AllowMultipleArgumentsPerToken = true };
    private readonly Option<int[]> _binders = new("--binder-value") { Description = "Values of carbon-binder domain in the stack.", HelpName = "V", AllowMultipleArgumentsPerToken = true };

    /// <summary>The stack; null where a morphology is given.</summary>
    public Option<string?> Path { get; } = new("--stack") { Description = "Tomography: a multi-page TIFF, a folder of TIFF or PNG slices, or a raw file.", HelpName = "PATH" };

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { Path, _voxel, _raw, _binary, _pores, _binders }) command.Options.Add(option);
    }

    /// <summary>Reads the stack, and what its values mean.</summary>
    /// <exception cref="LtoAutoscope.Domain.InputException">The stack cannot be read.</exception>
    public (LabelVolume Volume, TomographyOptions Values) Read(ParseResult parsed, CancellationToken cancellationToken)
    {
        var values = new TomographyOptions
        {
            VoxelSizeNm = parsed.GetValue(_voxel), IsBinary = parsed.GetValue(_binary), BinderValues = parsed.GetValue(_binders) ?? [],
            PoreValues = parsed.GetValue(_pores) is { Length: > 0 } pores ? pores : [0],
        };
        return (StackReader.Read(parsed.GetValue(Path)!, parsed.GetValue(_raw) is { } text ? RawFormat.Parse(text) : null, cancellationToken), values);
    }
}
