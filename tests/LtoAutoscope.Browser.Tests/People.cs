using Microsoft.Playwright;

namespace LtoAutoscope.Browser.Tests;

/// <summary>An account of each role, made as a maintainer makes them.</summary>
internal static class People
{
    public const string Password = "a good long password";

    /// <summary>Makes accounts by the API in the name of whoever is signed in.</summary>
    public static async Task MakeAsync(Visit maintainer, params (string Name, string Role)[] people)
    {
        foreach ((string name, string role) in people)
        {
            IAPIResponse answer = await maintainer.Context.APIRequest.PostAsync($"{maintainer.Address}/api/v1/accounts", new APIRequestContextOptions
            {
                DataObject = new { name, role, password = Password }, Headers = new Dictionary<string, string> { ["Origin"] = maintainer.Address, ["Sec-Fetch-Site"] = "same-origin" },
            });
            Assert.True(answer.Ok, $"{answer.Status}: {await answer.TextAsync()}");
        }
    }
}
