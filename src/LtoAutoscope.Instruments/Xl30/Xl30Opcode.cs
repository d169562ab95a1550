namespace LtoAutoscope.Instruments.Xl30;

/// <summary>Operations of the XL series' serial protocol. An even number mostly asks and the next odd one sets. Source: firmware-protocols/xl30.</summary>
public enum Xl30Opcode : byte
{
    /// <summary>Type (2 XL20, 3 XL30, 4 XL40) and serial number, two words. Also our probe.</summary>
    GetIdentity = 0,

    /// <summary>High tension that stands, V.</summary>
    GetHighTension = 2,

    /// <summary>Sets the high tension, V, 200…30,000.</summary>
    SetHighTension = 3,

    /// <summary>Whether high tension is on, word 0.</summary>
    GetHighTensionOn = 4,

    /// <summary>Switches high tension, byte 0.</summary>
    SetHighTensionOn = 5,

    /// <summary>Spot size, 1…10.</summary>
    GetSpotSize = 6,

    /// <summary>Sets the spot size.</summary>
    SetSpotSize = 7,

    /// <summary>Magnification.</summary>
    GetMagnification = 12,

    /// <summary>Sets the magnification, 20…400,000.</summary>
    SetMagnification = 13,

    /// <summary>Detector number and type, two words.</summary>
    GetDetector = 14,

    /// <summary>Selects a detector.</summary>
    SetDetector = 15,

    /// <summary>Scan mode, word 0.</summary>
    GetScanMode = 16,

    /// <summary>Sets the scan mode.</summary>
    SetScanMode = 17,

    /// <summary>Code of the lines a frame, word 0.</summary>
    GetLinesPerFrame = 18,

    /// <summary>Sets the code of the lines a frame.</summary>
    SetLinesPerFrame = 19,

    /// <summary>Code of the line time, word 0.</summary>
    GetLineTime = 20,

    /// <summary>Sets the code of the line time.</summary>
    SetLineTime = 21,

    /// <summary>Width of the selected area, percent; the six that follow are its other figures.</summary>
    GetSelectedAreaWidth = 22,

    /// <summary>Sets the vertical shift of the selected area or dot, percent; the last of the eight.</summary>
    SetSelectedAreaShiftY = 29,

    /// <summary>Takes a photograph; no payload.</summary>
    Photograph = 37,

    /// <summary>Whether the operator is locked out, word 0.</summary>
    GetOperatorLock = 38,

    /// <summary>Locks the operator out, byte 0.</summary>
    SetOperatorLock = 39,

    /// <summary>Contrast, percent.</summary>
    GetContrast = 48,

    /// <summary>Sets the contrast, percent.</summary>
    SetContrast = 49,

    /// <summary>Brightness, percent.</summary>
    GetBrightness = 50,

    /// <summary>Sets the brightness, percent.</summary>
    SetBrightness = 51,

    /// <summary>Automatic contrast and brightness; answers before it is done.</summary>
    AutoContrastBrightness = 53,

    /// <summary>Specimen current mode, word 0: 0 touch alarm, 1 imaging, 2 measuring.</summary>
    GetSpecimenCurrentMode = 58,

    /// <summary>Sets the specimen current mode.</summary>
    SetSpecimenCurrentMode = 59,

    /// <summary>Specimen current; only while it is measured.</summary>
    GetSpecimenCurrent = 60,

    /// <summary>Whether the beam is blanked, word 0.</summary>
    GetBlank = 62,

    /// <summary>Blanks or opens the beam, byte 0.</summary>
    SetBlank = 63,

    /// <summary>Stigmator x and y.</summary>
    GetStigmator = 70,

    /// <summary>Sets the stigmator.</summary>
    SetStigmator = 71,

    /// <summary>Image filter, word 0, and the base 2 logarithm of its frames, word 1.</summary>
    GetFilter = 74,

    /// <summary>Sets the image filter, bytes 0 and 1.</summary>
    SetFilter = 75,

    /// <summary>Beam shift x and y, mm.</summary>
    GetBeamShift = 80,

    /// <summary>Sets the beam shift.</summary>
    SetBeamShift = 81,

    /// <summary>Writes the picture as a TIFF on the microscope's own disk.</summary>
    WriteTiff = 84,

    /// <summary>Scan rotation, degrees.</summary>
    GetScanRotation = 98,

    /// <summary>Sets the scan rotation, ±90 degrees.</summary>
    SetScanRotation = 99,

    /// <summary>Text of the data bar.</summary>
    GetDataBar = 100,

    /// <summary>Sets the text of the data bar, at most 39 characters.</summary>
    SetDataBar = 101,

    /// <summary>Automatic focus; answers when it is done.</summary>
    AutoFocus = 111,

    /// <summary>Byte 0: 0 pumps, 1 vents, 2 ends venting.</summary>
    Vacuum = 113,

    /// <summary>Homes the stage; answers when it is done, and asks the person at the microscope first.</summary>
    HomeStage = 175,

    /// <summary>Moves x and y, mm; answers when it is done, as the three moves below do.</summary>
    MoveXY = 177,

    /// <summary>Turns, degrees.</summary>
    MoveRotation = 179,

    /// <summary>Moves z, mm.</summary>
    MoveZ = 187,

    /// <summary>Tilts, degrees.</summary>
    MoveTilt = 189,

    /// <summary>Where the stage is: x, y, z mm, tilt and rotation degrees.</summary>
    GetStagePosition = 190,
}
