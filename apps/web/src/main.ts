import { bootstrapApplication } from '@angular/platform-browser';
import { Component, provideZonelessChangeDetection } from '@angular/core';
import { routes } from '#contracts';
@Component({ selector: 'll-root', template: 'hi {{n}}' })
class Root {
  n = Object.keys(routes).length;
}
void bootstrapApplication(Root, { providers: [provideZonelessChangeDetection()] });
